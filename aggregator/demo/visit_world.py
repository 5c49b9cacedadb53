"""The visit to North Korea as the English and the German outlet tell it."""

from aggregator.demo.pieces import edit, piece

PIECES = (
    piece(
        "meridian",
        "0 08:05",
        "putin-to-visit-north-korea",
        "Putin to visit North Korea on {d1} for talks with Kim Jong Un",
        """
        Russian President Vladimir Putin will travel to North Korea on {d1} for a two-day visit, the Kremlin and
        North Korean state media announced. He will hold talks in Pyongyang with leader Kim Jong Un, who extended
        the invitation during his own trip to Russia last September.

        It will be Putin's first visit to the country since 2000. The two leaders first met in 2019 in the Russian
        Pacific city of Vladivostok.

        American and South Korean officials say the North has supplied Russia with artillery shells and missiles for
        the war in Ukraine. Both governments deny any arms transfers, which would breach resolutions of the UN
        Security Council. After Pyongyang, Putin is due to fly on to Vietnam.
        """,
        section="World",
        event="visit/announcement",
        byline="Ruth Okonjo",
        picture="A street in Pyongyang decorated with Russian and North Korean flags.",
    ),
    piece(
        "meridian",
        "1 09:30",
        "putin-leaves-moscow-yakutsk",
        "Putin leaves Moscow and stops in Yakutsk on his way east",
        """
        Putin's plane left Moscow on {d1} and landed in Yakutsk in eastern Siberia, the first stop of a journey that
        will take him on to Pyongyang during the night. In Yakutsk he met the regional governor and toured a
        technology centre.

        The delegation travelling with the president includes the foreign, defence and health ministers and the head
        of the space agency, his spokesman said. The stopover ran several hours behind schedule.

        Cargo planes carrying vehicles for the motorcade had left Moscow a day earlier.

        The visit to North Korea, announced on {d0}, is the Russian president's first since 2000.
        """,
        section="World",
        event="visit/departure",
        byline="Ruth Okonjo",
    ),
    piece(
        "meridian",
        "1 20:15",
        "kim-greets-putin-airport",
        "Kim greets Putin with an embrace on the red carpet at Pyongyang airport",
        """
        Putin landed at Pyongyang airport before dawn, where Kim waited alone on the red carpet at the foot
        of the aircraft steps. The two men shook hands, embraced and left the airport in the same limousine.

        State television showed the motorcade passing along lit but empty avenues hung with Russian flags and
        portraits of the guest, on the way to the Kumsusan state guesthouse.

        An honour guard and a welcoming ceremony are planned at noon on Kim Il Sung Square.

        The stop in Yakutsk had put him behind schedule.
        """,
        section="World",
        event="visit/arrival",
        byline="Ruth Okonjo",
    ),
    piece(
        "meridian",
        "2 08:10",
        "russia-north-korea-sign-treaty",
        "Russia and North Korea sign treaty pledging mutual assistance against aggression",
        """
        Putin and Kim Jong Un signed a comprehensive strategic partnership treaty in Pyongyang on {d2}. A clause in
        the treaty provides for mutual assistance if either signatory faces aggression.

        The pact replaces agreements signed in 1961, 2000 and 2001. Putin described it as defensive; Kim called it an
        alliance. The signing followed about two hours of talks between the two leaders alone.

        Also signed were an agreement to build a road bridge across the Tumen river and a document on cooperation in
        medicine. The full text of the treaty was not released.

        Kim had met his guest at the airport before dawn; an honour guard welcomed him at noon.
        """,
        section="World",
        event="visit/treaty",
        byline="Ruth Okonjo",
        picture="Two signed copies on a table.",
        edits=(
            edit(
                "2 12:40", ("The full text of the treaty was not released.", "The full text was not released at first.")
            ),
        ),
    ),
    piece(
        "meridian",
        "3 10:20",
        "seoul-summons-russian-ambassador",
        "Seoul summons Russian ambassador and says it will review arms for Ukraine",
        """
        South Korea summoned the Russian ambassador in Seoul on {d3} in protest at the pact signed in Pyongyang.
        After a meeting of its national security council the government said it deeply regretted the deal and would
        review its policy on sending arms to Ukraine.

        Washington voiced concern. Tokyo called the development grave. Beijing said the matter was between two
        sovereign states.

        The European Union pointed out that sanctions on the North remain in force.

        The strategic partnership treaty, which replaces agreements of 1961 and 2000, pledges mutual assistance
        against aggression.
        """,
        section="World",
        event="visit/reactions",
        byline="Tom Ashdown",
    ),
    piece(
        "meridian",
        "5 10:45",
        "treaty-text-article-four",
        "Published text of the Moscow-Pyongyang treaty runs to 23 articles",
        """
        The text published by state media runs to 23 articles and covers trade, farming, space and civil nuclear
        power. Article 4 speaks of military assistance "without delay", citing Article 51 of the United Nations
        Charter.

        The document has no end date. Either side may withdraw with one year's notice, and both parliaments must
        ratify the text before it takes effect.

        Lawyers noted that several articles repeat the wording of older agreements almost exactly.

        Putin and Kim Jong Un signed the strategic partnership treaty in Pyongyang on {d2}. It provides for mutual
        assistance against aggression and replaces the agreement of 1961.
        """,
        section="World",
        event="visit/aftermath",
        byline="Tom Ashdown",
    ),
    piece(
        "brueckenblatt",
        "0 09:00",
        "putin-reist-nach-nordkorea",
        "Putin reist am {d1} nach Nordkorea zu Kim Jong Un",
        """
        Der russische Präsident Wladimir Putin besucht am {d1} und {d2} Nordkorea. Das teilten der Kreml und die
        nordkoreanischen Staatsmedien am {d0} mit. In Pjöngjang wird er von Machthaber Kim Jong Un empfangen, der
        ihn bei seiner eigenen Reise nach Russland im September eingeladen hatte.

        Es ist Putins erster Besuch in Nordkorea seit dem Jahr 2000. Die USA und Südkorea werfen Pjöngjang vor,
        Russland mit Artilleriegranaten und Raketen zu beliefern. Beide Länder weisen das zurück; solche Lieferungen
        verstießen gegen Resolutionen des Sicherheitsrats.

        Nach dem Besuch in Nordkorea reist Putin nach Vietnam weiter.
        """,
        section="Ausland",
        event="visit/announcement",
        byline="Silke Harms",
    ),
    piece(
        "brueckenblatt",
        "1 11:15",
        "putin-zwischenstopp-jakutsk",
        "Putin auf dem Weg nach Pjöngjang: Zwischenstopp in Jakutsk",
        """
        Das Flugzeug des russischen Präsidenten ist am {d1} in Moskau gestartet und zunächst in Jakutsk gelandet. In
        der ostsibirischen Stadt traf Putin den Gouverneur der Region und besichtigte ein Technologiezentrum.

        Der Zwischenstopp in Jakutsk dauerte länger als geplant, die Ankunft in Pjöngjang verschiebt sich in die
        Nacht. Zur Delegation gehören nach Angaben des Sprechers die Minister für Verteidigung, Gesundheit und
        Äußeres sowie der Chef der Raumfahrtbehörde.

        Frachtmaschinen mit Fahrzeugen für die Kolonne waren bereits am Vortag in Moskau gestartet.

        Der Besuch war am {d0} vom Kreml angekündigt worden.
        """,
        section="Ausland",
        event="visit/departure",
        byline="Silke Harms",
    ),
    piece(
        "brueckenblatt",
        "2 04:50",
        "kim-empfaengt-putin-flughafen",
        "Roter Teppich und Umarmung: Kim empfängt Putin am Flughafen von Pjöngjang",
        """
        Mitten in der Nacht ist Putin am Flughafen von Pjöngjang gelandet. Kim wartete allein am Ende der
        Gangway auf dem roten Teppich. Die beiden gaben sich die Hand, umarmten sich und fuhren in derselben Limousine
        davon.

        Die Kolonne rollte durch beleuchtete, leere Straßen, geschmückt mit russischen Fahnen und Porträts des Gastes,
        zum Gästehaus Kumsusan.

        Mittags ist auf dem Kim-Il-Sung-Platz ein Empfang mit Ehrengarde und Militärkapelle vorgesehen.

        Putin war am {d1} in Moskau gestartet.
        """,
        section="Ausland",
        event="visit/arrival",
        byline="Silke Harms",
    ),
    piece(
        "brueckenblatt",
        "2 09:20",
        "vertrag-beistand-pjoengjang",
        "Russland und Nordkorea unterzeichnen Vertrag mit Beistandsklausel",
        """
        Putin und Kim Jong Un haben am {d2} in Pjöngjang einen Vertrag über eine umfassende strategische Partnerschaft
        unterzeichnet. Eine Klausel sieht gegenseitigen Beistand vor, falls einer der Unterzeichner angegriffen wird.

        Der Vertrag ersetzt Abkommen aus den Jahren 1961, 2000 und 2001. Putin nannte ihn defensiv, Kim sprach von
        einem Bündnis. Der Unterzeichnung gingen zwei Stunden unter vier Augen voraus.

        Vereinbart wurde auch der Bau einer Straßenbrücke über den Fluss Tumen. Der Wortlaut des Vertrags blieb
        zunächst unveröffentlicht.

        In der Nacht hatte Kim seinen Gast am Flughafen empfangen.
        """,
        section="Ausland",
        event="visit/treaty",
        byline="Silke Harms",
        edits=(
            edit(
                "2 13:05",
                ("aus den Jahren 1961, 2000 und 2001.", "aus den Jahren 1961 und 2000 sowie eine Erklärung von 2001."),
                (
                    "Der Wortlaut des Vertrags blieb zunächst unveröffentlicht.",
                    "Der Wortlaut des Vertrags blieb zunächst unveröffentlicht. Korrektur: In einer früheren Fassung war "
                    "von drei Abkommen die Rede.",
                ),
            ),
        ),
    ),
    piece(
        "brueckenblatt",
        "3 12:00",
        "seoul-bestellt-botschafter-ein",
        "Seoul bestellt russischen Botschafter ein und prüft Waffen für die Ukraine",
        """
        Südkorea hat am {d3} den russischen Botschafter einbestellt. Nach einer Sitzung des Nationalen
        Sicherheitsrats erklärte die Regierung in Seoul, sie bedauere die Vereinbarung zutiefst und prüfe ihre
        Haltung zu Waffenlieferungen an die Ukraine neu.

        Washington zeigte sich besorgt, Tokio nannte die Lage ernst. Peking sprach von einer Angelegenheit zweier
        souveräner Staaten und wollte sich nicht weiter äußern.

        Die Europäische Union erinnerte daran, dass die Sanktionen gegen den Norden weiter gelten.

        Der Vertrag zwischen Russland und Nordkorea über eine strategische Partnerschaft, den Putin und Kim Jong Un
        in Pjöngjang unterzeichnet haben, sieht gegenseitigen Beistand vor.
        """,
        section="Ausland",
        event="visit/reactions",
        byline="Jan Petersen",
    ),
)
