"""What else the English and the German outlet report: two small events also told in another language, and single pieces."""

from aggregator.demo.pieces import edit, piece

PIECES = (
    piece(
        "meridian",
        "4 13:00",
        "atacama-telescope-first-light",
        "Chile: Giant Quilla telescope in the Atacama takes its first picture",
        """
        The Quilla telescope in Chile's Atacama desert has taken its first picture, a spiral galaxy 61 million light
        years away. Its mirror, 24 metres across, is made of 91 segments.

        "We had planned a test and got a photograph," said project scientist Inés Valdebenito. The instrument cost 940
        million euros and was built by eleven countries.

        Regular observations begin in the autumn. A tenth of the time is set aside for schools.
        """,
        section="Science",
        event="telescope",
        byline="Hugh Lindqvist",
        picture="The dome of the Quilla telescope at dusk.",
    ),
    piece(
        "brueckenblatt",
        "4 14:10",
        "quilla-teleskop-erstes-bild",
        "Chile: Riesenteleskop Quilla in der Atacama liefert das erste Bild",
        """
        Das Quilla-Teleskop in der chilenischen Atacama-Wüste hat sein erstes Bild aufgenommen: eine Spiralgalaxie
        in 61 Millionen Lichtjahren Entfernung. Der Spiegel misst 24 Meter und besteht aus 91 Segmenten.

        »Geplant war ein Test, geworden ist es ein Foto«, sagte die Projektwissenschaftlerin Inés Valdebenito. Elf
        Länder haben 940 Millionen Euro in den Bau gesteckt.

        Der reguläre Betrieb beginnt im Herbst. Ein Zehntel der Zeit ist für Schulen reserviert.
        """,
        section="Wissen",
        event="telescope",
        byline="Mareike Thoms",
    ),
    piece(
        "meridian",
        "-1 11:00",
        "sourdough-census",
        "Why a town in Ireland is counting its sourdough starters",
        """
        Volunteers in the Irish town of Ballycorrin have gone from kitchen to kitchen to count sourdough starters.
        They found 312, the oldest of them said to date from 1931.

        The census is the idea of a retired microbiologist who wants to know whether neighbours' starters share
        yeasts. Early results suggest that they do, street by street.

        A library of dried samples will be kept at the county museum, and anybody may borrow a spoonful.
        """,
        section="Culture",
        byline="Hugh Lindqvist",
    ),
    piece(
        "meridian",
        "0 16:30",
        "kenya-marathon-bridge",
        "Nairobi closes a bridge for a day and 40,000 people run across it",
        """
        A newly built bridge in Nairobi carried no cars on its first day. The city gave it to runners instead, and
        40,000 of them crossed it in a marathon won by schoolteacher Beatrice Chelimo in two hours and 24 minutes.

        Engineers had asked for a march in broken step to avoid swaying. The runners obliged by being tired.

        Traffic opens on the bridge next month. The mayor hinted that the race will be back.
        """,
        section="Sport",
        byline="Priya Castell",
    ),
    piece(
        "meridian",
        "1 17:50",
        "library-overdue-atlas",
        "Atlas returned to library 88 years late with an apology and a pressed fern",
        """
        A school atlas borrowed in Wellington, New Zealand, has come back 88 years overdue. It was posted by the
        borrower's granddaughter, who found it behind a wardrobe, with a letter of apology.

        A pressed fern marked the page for Patagonia. Librarians worked out a fine of 3,212 dollars, then waived it.

        The atlas goes on display under the title "Better late", beside a box in which visitors may return anything.
        """,
        section="Culture",
        byline="Hugh Lindqvist",
    ),
    piece(
        "meridian",
        "2 18:20",
        "central-bank-holds-rates",
        "Central bank holds interest rates and hints at a cut before winter",
        """
        Policymakers left the main interest rate unchanged on {d2} but dropped a sentence about "lasting price
        pressure" from their statement. Economists read the change as a hint that borrowing costs will fall before
        winter.

        Inflation has slowed for three months in a row. Unemployment, at 4.3 per cent, is slightly higher than a
        year ago.

        Shares in builders rose by three per cent within an hour. Mortgage lenders said they would wait.
        """,
        section="Business",
        byline="Priya Castell",
    ),
    piece(
        "meridian",
        "6 11:15",
        "chess-octogenarian",
        "Grandmaster, 81, beats the nephew who taught him computer chess",
        """
        At 81, the Czech grandmaster Vojtěch Kadlec has won a tournament in Brno, beating in the final round the
        nephew who had shown him how to train with a computer.

        Kadlec gave up a rook on move nineteen and waited. "The machine said it was bad," he told spectators. "The
        machine does not have a nephew."

        He is the oldest player to win an event of that strength. The prize was a bicycle, which he passed on.
        """,
        section="Sport",
        byline="Tom Ashdown",
    ),
    piece(
        "brueckenblatt",
        "-1 12:20",
        "moorbahn-rettung",
        "Verein rettet die letzte Moorbahn und sucht nun Lokführer",
        """
        Drei Jahre lang haben Ehrenamtliche in Wiesmoorbrück Schwellen getauscht und Loren gestrichen. Nun fährt die
        letzte Moorbahn der Gegend wieder, sieben Kilometer durch Birken und Wollgras.

        Was fehlt, sind Menschen, die sie fahren. Der Verein bietet einen Lehrgang an vier Wochenenden an, mit
        Prüfung und Mütze.

        Die Gemeinde hofft auf Ausflügler und hat am Endbahnhof einen Kiosk verpachtet, der Buchweizentorte verkauft.
        """,
        section="Region",
        byline="Onno Brandt",
    ),
    piece(
        "brueckenblatt",
        "0 15:20",
        "handwerk-lehrstellen",
        "Handwerk im Norden findet wieder mehr Lehrlinge",
        """
        Zum ersten Mal seit acht Jahren melden die Kammern im Norden mehr neue Lehrverträge: 11.400 waren es bis
        Ende Mai, sechs Prozent mehr als im Vorjahr. Vor allem Zimmerei und Elektrotechnik ziehen Bewerber an.

        Geholfen haben Probewochen und ein Zuschuss für den Führerschein. Bäcker und Fleischer suchen weiter.

        Jeder vierte neue Lehrling hat zuvor ein Studium abgebrochen. Die Betriebe sagen, gerade diese blieben gern.
        """,
        section="Wirtschaft",
        byline="Mareike Thoms",
        edits=(
            edit(
                "0 18:00",
                ("Bäcker und Fleischer suchen weiter.", "Bäcker und Fleischer suchen weiter, ebenso die Gerüstbauer."),
            ),
        ),
    ),
    piece(
        "brueckenblatt",
        "1 14:30",
        "japan-zuege-puenktlich",
        "Japanische Bahn entschuldigt sich für zwanzig Sekunden",
        """
        Ein Nahverkehrszug in Japan ist zwanzig Sekunden zu früh abgefahren, und die Bahngesellschaft hat sich dafür
        auf einer ganzen Zeitungsseite entschuldigt. Ein einziger Fahrgast hatte den Zug verpasst.

        Der Zugführer hatte die Uhr am Bahnsteig falsch abgelesen. Er wurde nicht bestraft, bekommt aber eine neue
        Brille.

        In den Leserbriefspalten wird nun gestritten, ob Pünktlichkeit eine Tugend oder eine Krankheit sei.
        """,
        section="Ausland",
        byline="Silke Harms",
    ),
    piece(
        "brueckenblatt",
        "2 17:10",
        "storch-schornstein",
        "Storchenpaar legt die Heizung eines Rathauses still",
        """
        Das Rathaus von Lütjenau bleibt bis August kalt. Auf dem Schornstein brütet ein Storchenpaar, und die
        Verwaltung hat beschlossen, die Heizung nicht anzustellen, solange die drei Jungen nicht fliegen.

        Warmes Wasser liefert ein geliehener Boiler. Der Bürgermeister trägt Strickjacke und hat im Sitzungssaal
        eine Kamera aufgestellt, die das Nest zeigt.

        Die Sitzungen seien seitdem besser besucht als je zuvor, sagt er.
        """,
        section="Region",
        byline="Onno Brandt",
    ),
    piece(
        "brueckenblatt",
        "5 15:45",
        "deichlauf-rekord",
        "Deichlauf mit Gegenwind: Rekord bei den Frauen, Männer suchen ihre Hüte",
        """
        Beim Deichlauf über 21 Kilometer hat die Norderstedterin Wiebke Clasen die Bestzeit um 48 Sekunden
        verbessert, trotz Windstärke sieben. Sie kam nach einer Stunde und 14 Minuten ins Ziel.

        Bei den Männern gewann Titelverteidiger Hauke Reimers, der unterwegs zweimal seiner Mütze nachlief.

        Gemeldet waren 2600 Läuferinnen und Läufer, 190 gaben auf. Schafe hatten wie immer
        Vorrang, und am Ziel gab es Erbsensuppe für alle.
        """,
        section="Sport",
        byline="Mareike Thoms",
    ),
    piece(
        "brueckenblatt",
        "6 12:30",
        "orgel-aus-eis",
        "In Finnland erklingt eine Orgel aus gefrorenem Seewasser",
        """
        Pfeifen aus Eis, ein Gebläse aus Birkenholz: In einer Kühlhalle im finnischen Oulu steht eine Orgel, die nur
        bei minus acht Grad richtig gestimmt ist. Gebaut hat sie der Tischler Aarne Koskela.

        Jede Pfeife hält etwa vierzig Konzerte, dann wird sie neu gegossen. Das Publikum bekommt Decken und darf nicht
        klatschen, weil Handschuhe dumpf klingen und Bravorufe den Ton verziehen.

        Im Sommer zieht das Instrument nach Hamburg um.
        """,
        section="Kultur",
        byline="Mareike Thoms",
    ),
    piece(
        "meridian",
        "2 06:30",
        "haneul-satellite-launch",
        "South Korea's Haneul-7 satellite reaches orbit to watch the fog",
        """
        A South Korean satellite built to predict sea fog has reached its orbit 560 kilometres up. Haneul-7,
        launched from Goheung on {d2}, weighs 340 kilograms and will photograph the Yellow Sea every twenty minutes.

        Fog is blamed for a third of the accidents at sea in the region. "We forecast typhoons well and fog badly,"
        said mission scientist Seo Min-a.

        First pictures are expected in three weeks. The data will be free for fishing boats.
        """,
        section="Science",
        event="satellite",
        byline="Hugh Lindqvist",
    ),
    piece(
        "meridian",
        "0 19:10",
        "tea-auction-record",
        "A single chest of Darjeeling sells for the price of a car",
        """
        Buyers at an auction in Kolkata, India, paid the equivalent of 23,000 dollars for one chest of spring
        Darjeeling, a record for the sale. The leaves were picked in a single night before rain.

        Estates are short of pickers and spring comes earlier each year, the auctioneer said. Half of last season's
        crop was lost to hail.

        The buyer, a tea house in Osaka, intends to serve it by the thimble.
        """,
        section="Business",
        byline="Priya Castell",
    ),
    piece(
        "meridian",
        "4 18:00",
        "lighthouse-keepers-wanted",
        "Wanted: two lighthouse keepers who get along, for one year",
        """
        Canada is looking for a pair of lighthouse keepers for Egg Rock, an island without a harbour. The
        advertisement asks for carpentry, patience and "proof of a winter already spent together".

        Supplies come by helicopter each month, weather allowing. The last couple stayed for eleven years and left
        because of their knees.

        More than 1,700 applications arrived in a week, among them one from a quartet.
        """,
        section="Culture",
        byline="Tom Ashdown",
    ),
    piece(
        "meridian",
        "5 17:20",
        "rugby-lights-out",
        "Rugby final finished by the headlights of 60 cars",
        """
        A power cut stopped a rugby final in Swansea, Wales, with nine minutes left and the teams level. Supporters
        drove 60 cars to the touchline and switched on their headlights.

        The referee asked both captains, who agreed, and the match ended 24 to 21 after a penalty kicked into the
        dark. Only the sound of the crowd behind the posts told the kicker that it was good.

        The club has promised to pay for flat batteries.
        """,
        section="Sport",
        byline="Tom Ashdown",
    ),
    piece(
        "brueckenblatt",
        "1 19:20",
        "fahrradbruecke-eroeffnet",
        "Neue Fahrradbrücke über die Hunze eröffnet, Autos müssen warten",
        """
        Nach sechs Jahren Streit ist in Hunzestadt die Fahrradbrücke freigegeben worden. Sie ist 212 Meter lang, aus
        Holz und Stahl, und verbindet den Bahnhof mit der Altstadt. Schon am ersten Abend zählte ein Sensor 5.300
        Räder.

        Die Autobrücke daneben wird ab Herbst saniert und bleibt dafür neun Monate gesperrt. Der Einzelhandel
        fürchtet um sein Weihnachtsgeschäft und fordert Pendelbusse vom Stadtrand in die Innenstadt.
        """,
        section="Region",
        byline="Onno Brandt",
    ),
    piece(
        "brueckenblatt",
        "3 16:15",
        "zinsen-baukredite",
        "Baukredite werden günstiger, gebaut wird trotzdem kaum",
        """
        Die Zinsen für Baukredite sind auf den niedrigsten Stand seit zwei Jahren gefallen. Zehnjährige Darlehen
        kosten im Mittel 3,2 Prozent. Dennoch ging die Zahl der Baugenehmigungen noch einmal um neun Prozent zurück.

        Verbände nennen teures Material und lange Verfahren als Gründe. »Der Zins ist nicht mehr das Problem«, sagt
        die Architektin Fenna Oltmanns, »es ist das Formular.«

        Die Bauämter wollen im Herbst ein digitales Verfahren erproben.
        """,
        section="Wirtschaft",
        byline="Jan Petersen",
    ),
    piece(
        "brueckenblatt",
        "4 17:30",
        "italien-glocken-streit",
        "Streit um Kirchenglocken: Dorf in Italien stimmt über die Uhrzeit ab",
        """
        Im ligurischen Dorf Montechiara dürfen die Glocken künftig erst um halb acht läuten. Darüber haben die 640
        Einwohner Italiens wohl kleinste Volksabstimmung abgehalten: 201 stimmten für das Ausschlafen, 198 dagegen.

        Angestoßen hatte sie eine Hotelbesitzerin, deren Gäste vor der Frühmesse flohen. Der Pfarrer will sich
        fügen, läutet aber dafür abends eine Minute länger. Die Bäckerei öffnet weiterhin um fünf Uhr.
        """,
        section="Ausland",
        byline="Silke Harms",
    ),
)
