"""The visit to North Korea as the two French outlets tell it."""

from aggregator.demo.pieces import edit, piece

PIECES = (
    piece(
        "courrier",
        "0 06:30",
        "poutine-coree-du-nord-annonce",
        "Vladimir Poutine attendu {d1} en Corée du Nord pour rencontrer Kim Jong Un",
        """
        Le président russe Vladimir Poutine se rendra {d1} et {d2} en Corée du Nord, ont annoncé ce {d0} le Kremlin et
        l'agence officielle nord-coréenne. Il sera reçu à Pyongyang par le dirigeant Kim Jong Un, qui l'avait invité
        lors de son propre voyage en Russie, en septembre.

        Cette visite annoncée en quelques lignes est la première de Vladimir Poutine à Pyongyang depuis l'an 2000. Les
        deux hommes s'étaient rencontrés une première fois en 2019 à Vladivostok, dans l'est de la Russie.

        Le programme publié par le Kremlin prévoit des entretiens, un dîner officiel et la signature de plusieurs
        documents. Une étape au Vietnam doit suivre la visite.
        """,
        section="Monde",
        event="visit/announcement",
        byline="Maud Kerriou",
        picture="Des drapeaux russes et nord-coréens sur une avenue de Pyongyang.",
    ),
    piece(
        "courrier",
        "0 15:10",
        "poutine-kim-obus-questions",
        "Ce que la visite annoncée de Vladimir Poutine en Corée du Nord dit de leur coopération",
        """
        Vladimir Poutine se rendra {d1} et {d2} en Corée du Nord, à l'invitation du dirigeant Kim Jong Un. La
        visite, annoncée ce {d0} par le Kremlin et par l'agence officielle nord-coréenne, est la première à
        Pyongyang depuis l'an 2000. Voici ce qu'il faut savoir avant la rencontre.

        - Washington et Séoul affirment que la Corée du Nord livre à la Russie des obus d'artillerie et des missiles.
        - Moscou et Pyongyang démentent tout transfert d'armes.
        - Un tel commerce serait contraire aux résolutions du Conseil de sécurité, que la Russie avait votées.
        - En échange, Pyongyang espérerait une aide économique et des technologies militaires.

        Kim Jong Un était venu en Russie en septembre ; les deux hommes s'étaient vus en 2019 à Vladivostok. Le
        Kremlin lui avait offert cette année une limousine Aurus, un cadeau contesté : les sanctions interdisent les
        articles de luxe. Après la visite, le président russe doit gagner le Vietnam.
        """,
        section="Monde",
        event="visit/announcement",
        byline="Étienne Lahaye",
    ),
    piece(
        "courrier",
        "1 08:20",
        "poutine-depart-iakoutsk",
        "Avant Pyongyang, l'avion de Vladimir Poutine fait escale à Iakoutsk",
        """
        Vladimir Poutine a quitté Moscou ce {d1} et s'est posé à Iakoutsk, en Sibérie orientale, première escale de
        son voyage vers l'est. Le président russe y a rencontré le gouverneur de la Iakoutie et visité un
        centre consacré aux nouvelles technologies avant de reprendre son avion.

        Selon son porte-parole, la délégation qui l'accompagne depuis Moscou compte les ministres des Affaires
        étrangères, de la Défense et de la Santé, ainsi que le chef de l'agence spatiale. L'avion présidentiel doit
        couvrir les derniers milliers de kilomètres entre Iakoutsk et Pyongyang dans la soirée.

        L'escale en Iakoutie a pris du retard sur l'horaire prévu, et l'arrivée est désormais attendue dans la nuit.
        """,
        section="Monde",
        event="visit/departure",
        byline="Maud Kerriou",
    ),
    piece(
        "courrier",
        "1 19:05",
        "poutine-arrive-pyongyang",
        "Accolade au pied de l'avion et cortège de nuit : l'arrivée du président russe",
        """
        L'avion présidentiel russe a atterri en pleine nuit à l'aéroport de Pyongyang. Kim Jong Un l'attendait seul
        au pied de la passerelle, sur un tapis rouge. Poignée de main, accolade, puis la même limousine pour le
        visiteur et son hôte.

        Le cortège a traversé la capitale nord-coréenne par des avenues éclairées, bordées de drapeaux russes et de
        portraits du visiteur, jusqu'à la résidence d'État de Kumsusan où il doit passer la nuit.

        La cérémonie officielle d'accueil, avec garde d'honneur et fanfare, est prévue à midi sur la place Kim Il
        Sung.

        L'escale l'avait mis en retard.
        """,
        section="Monde",
        event="visit/arrival",
        byline="Maud Kerriou",
        picture="Le tapis rouge déroulé sur la piste de l'aéroport.",
    ),
    piece(
        "courrier",
        "2 07:45",
        "poutine-kim-traite",
        "Poutine et Kim signent un accord à Pyongyang",
        """
        Vladimir Poutine et Kim Jong Un ont signé ce {d2} à Pyongyang un traité de partenariat stratégique global.
        Le texte contient une clause d'assistance mutuelle : si l'un des deux pays signataires est victime d'une
        agression, l'autre lui apporte son aide.

        Le traité remplace les accords de 1961, de 2000 et de 2001. Le président russe l'a qualifié de document
        défensif ; le dirigeant nord-coréen y voit une alliance. La signature a suivi près de deux heures de
        tête-à-tête.

        Deux autres documents ont été signés, sur un pont routier au-dessus du fleuve Tumen et sur la coopération
        médicale.
        """,
        section="Monde",
        event="visit/treaty",
        byline="Étienne Lahaye",
        picture="Les deux exemplaires du traité avant la signature.",
        edits=(
            edit(
                "2 10:30",
                title="Poutine et Kim signent un traité avec une clause d'assistance mutuelle à Pyongyang",
            ),
        ),
    ),
    piece(
        "courrier",
        "2 16:20",
        "clause-assistance-mutuelle",
        "Que veut dire la clause d'assistance mutuelle du traité signé à Pyongyang ?",
        """
        La clause d'assistance mutuelle du traité de partenariat stratégique signé ce {d2} à Pyongyang par Vladimir
        Poutine et Kim Jong Un rappelle celle de l'alliance de 1961. Elle prévoit une aide si l'un des deux pays
        signataires est victime d'une agression.

        « Tout dépend du mot agression, que ce traité défensif, selon le président russe, ne définit pas », observe
        la juriste Hélène Marsac, qui enseigne à Valmarine. Les accords de 2000 et de 2001 que le texte remplace ne
        prévoyaient qu'une consultation.

        Le texte complet du partenariat stratégique n'avait pas été rendu public dans la soirée.
        """,
        section="Monde",
        event="visit/treaty",
        byline="Étienne Lahaye",
    ),
    piece(
        "courrier",
        "3 09:15",
        "traite-reactions-seoul-washington",
        "Séoul convoque l'ambassadeur russe, Washington et Tokyo s'inquiètent après le traité de Pyongyang",
        """
        Au lendemain du traité signé par Vladimir Poutine et Kim Jong Un, Séoul a convoqué l'ambassadeur de Russie et
        réuni son conseil de sécurité nationale. Le gouvernement sud-coréen dit regretter vivement l'accord et annonce
        qu'il va réexaminer sa position sur les livraisons d'armes à l'Ukraine.

        Washington s'est déclaré préoccupé, sans surprise ; Tokyo a parlé d'une situation grave pour la région. Pékin
        s'est borné à rappeler qu'il s'agissait d'une affaire entre deux pays souverains.

        À Bruxelles, la diplomatie européenne a rappelé que les sanctions contre Pyongyang restaient en vigueur.
        """,
        section="Monde",
        event="visit/reactions",
        byline="Maud Kerriou",
    ),
    piece(
        "courrier",
        "5 08:00",
        "texte-traite-publie-23-articles",
        "Le texte du traité entre Moscou et Pyongyang compte vingt-trois articles",
        """
        Le texte intégral du traité conclu entre Moscou et Pyongyang est désormais lisible. Il compte vingt-trois
        articles, du commerce à l'agriculture et de l'espace à l'énergie nucléaire civile. L'article 4 porte sur
        l'assistance militaire « sans délai », en renvoyant à l'article 51 de la Charte des Nations unies.

        Le texte entrera en vigueur après sa ratification par les deux parlements. Sa durée est illimitée ; chaque
        partie peut le dénoncer avec un an de préavis.

        Les juristes notent que plusieurs articles reprennent mot pour mot ceux des accords de 1961, de 2000 et de
        2001, que le traité remplace.
        """,
        section="Monde",
        event="visit/aftermath",
        byline="Étienne Lahaye",
    ),
    piece(
        "gazette",
        "0 07:40",
        "visite-poutine-pyongyang-confirmee",
        "Visite de Vladimir Poutine en Corée du Nord : Moscou et Pyongyang confirment",
        """
        La nouvelle circulait depuis des semaines : Vladimir Poutine effectuera {d1} et {d2} une visite officielle en
        Corée du Nord, à l’invitation de Kim Jong Un. Le Kremlin et les médias officiels de Pyongyang l’ont annoncé
        presque à la même heure.

        Le président russe n’était pas venu dans la capitale nord-coréenne depuis l’an 2000. Kim Jong Un, lui, s’était
        rendu en train en Russie en septembre ; c’est là que l’invitation avait été faite.

        Des entretiens et un dîner figurent au programme de la visite. Le voyage se poursuivra au Vietnam, a précisé
        le Kremlin.
        """,
        section="International",
        event="visit/announcement",
        byline="Léopold Argant",
        picture="La gare centrale de Pyongyang.",
    ),
    piece(
        "gazette",
        "1 10:00",
        "poutine-escale-iakoutie",
        "Poutine en route vers Pyongyang, escale en Iakoutie et retard sur l’horaire",
        """
        Parti de Moscou dans la matinée, l’avion de Vladimir Poutine a fait escale à Iakoutsk, à plus de huit heures
        de vol de la capitale russe. Le président y a rencontré des étudiants et le gouverneur de la Iakoutie.

        L’escale s’est prolongée bien au-delà de l’horaire annoncé. L’arrivée à Pyongyang, d’abord attendue en début
        de soirée, a été repoussée à la nuit.

        Le ministre de la Défense et celui des Affaires étrangères font partie de la délégation, de même que le
        vice-premier ministre chargé de l’énergie. Des avions gros porteurs avaient déjà quitté Moscou la veille
        avec les véhicules du cortège.

        La visite, la première depuis l’an 2000, avait été confirmée {d0}.
        """,
        section="International",
        event="visit/departure",
        byline="Léopold Argant",
    ),
    piece(
        "gazette",
        "1 21:30",
        "accolade-aeroport-pyongyang",
        "Tapis rouge et accolade en pleine nuit : l’arrivée de Poutine à l’aéroport",
        """
        Il était près de trois heures du matin, heure locale, quand l’avion de Vladimir Poutine s’est posé sur
        l’aéroport de Pyongyang. Kim Jong Un l’a accueilli au pied de la passerelle ; poignée de main, accolade, tapis
        rouge, bouquet de fleurs.

        Le visiteur et son hôte ont pris place dans la même limousine pour gagner Kumsusan. Le cortège a longé des
        avenues désertes, mais illuminées et pavoisées de drapeaux russes.

        La garde d’honneur et la foule sont attendues à midi sur la place Kim Il Sung, où aura lieu l’accueil
        officiel.

        L’escale de Iakoutsk avait duré plus longtemps que prévu.
        """,
        section="International",
        event="visit/arrival",
        byline="Léopold Argant",
    ),
    piece(
        "gazette",
        "2 08:50",
        "traite-partenariat-strategique-signe",
        "Traité de partenariat stratégique : Moscou et Pyongyang se promettent assistance en cas d’agression",
        """
        Un traité de partenariat stratégique global lie désormais la Russie et la Corée du Nord. Vladimir Poutine et
        Kim Jong Un l’ont signé ce {d2} à Pyongyang, à l’issue de deux heures d’entretien en tête-à-tête.

        La clause la plus commentée prévoit une assistance mutuelle en cas d’agression contre l’un des signataires.
        Le traité se substitue aux accords de 1961 et de 2000. « Défensif », selon le président russe ; « alliance
        », selon le dirigeant nord-coréen.

        Un accord sur la construction d’un pont routier sur le fleuve Tumen a également été signé.
        """,
        section="International",
        event="visit/treaty",
        byline="Léopold Argant",
    ),
    piece(
        "gazette",
        "3 11:40",
        "seoul-ambassadeur-convoque",
        "Traité de Pyongyang : l’ambassadeur de Russie convoqué à Séoul",
        """
        L’ambassadeur de Russie à Séoul a été convoqué ce {d3} au ministère sud-coréen des Affaires étrangères. Le
        gouvernement, qui a réuni son conseil de sécurité nationale, regrette vivement le traité signé la veille et
        dit réexaminer la question des livraisons d’armes à l’Ukraine.

        Washington se dit préoccupé. À Tokyo, le porte-parole du gouvernement juge la situation grave. Pékin parle
        d’une affaire entre deux États souverains et ne commente pas davantage.

        Pour l’Union européenne, les sanctions contre Pyongyang demeurent.

        Le texte signé à Pyongyang prévoit une assistance mutuelle.
        """,
        section="International",
        event="visit/reactions",
        byline="Nour Belhadi",
    ),
    piece(
        "gazette",
        "5 09:30",
        "article-4-traite-publie",
        "Vingt-trois articles, durée illimitée : le texte du traité russo-nord-coréen est publié",
        """
        Les médias officiels nord-coréens ont publié le texte intégral du traité de partenariat stratégique que
        Vladimir Poutine et Kim Jong Un avaient signé {d2} à Pyongyang et qui se substitue aux accords de 1961 et de
        2000 : vingt-trois articles, une clause d’assistance mutuelle, une durée illimitée, un préavis d’un an pour
        le dénoncer.

        L’article 4, le plus attendu, prévoit une assistance militaire « sans délai » conformément à l’article 51 de
        la Charte des Nations unies et aux lois de chaque pays. D’autres articles traitent de commerce,
        d’agriculture, d’espace et de nucléaire civil.

        Il reste la ratification par les parlements de Moscou et de Pyongyang. Le texte n’entrera en vigueur qu’après
        l’échange des instruments.
        """,
        section="International",
        event="visit/aftermath",
        byline="Nour Belhadi",
        paywalled=True,
    ),
)
