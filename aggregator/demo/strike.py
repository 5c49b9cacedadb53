"""The port of Port-Alban stands still: an invented strike, near home for the French outlets, far away for the others."""

from aggregator.demo.pieces import edit, piece

_WIRE = """
    Les dockers de Port-Alban cesseront le travail {d1} à six heures, pour une durée illimitée. La Fédération des quais
    a déposé son préavis de grève ce {d0}, après l'échec d'une réunion avec la direction du port.

    Le syndicat conteste l'automatisation du terminal du Quai Sud, qui menacerait selon lui 310 des 1 150 emplois de
    dockers. « On nous a présenté des robots, pas un projet », a déclaré son secrétaire, Yannick Le Dantec.
"""

PIECES = (
    piece(
        "gazette",
        "0 17:40",
        "preavis-greve-dockers",
        "Port-Alban : les dockers déposent un préavis de grève illimitée",
        _WIRE
        + """
    La direction du port assure qu'aucun départ ne sera contraint et que les grues automatiques ne seront pas en
    service avant trois ans. Elle appelle à reprendre la discussion sans attendre.

    Port-Alban est le premier port de la côte pour les conteneurs. Une grève y avait duré neuf jours il y a six ans.
""",
        section="Économie",
        event="strike/called",
        agency="Agence Littoral",
    ),
    piece(
        "courrier",
        "0 18:25",
        "dockers-preavis-greve-illimitee",
        "Grève illimitée des dockers à partir de {d1} à Port-Alban",
        _WIRE,
        section="Port",
        event="strike/called",
        agency="Agence Littoral",
        copy_of="preavis-greve-dockers",
    ),
    piece(
        "courrier",
        "1 06:50",
        "quai-sud-bloque-ferries",
        "Palettes en feu et ferries à quai : des milliers de passagers en attente",
        """
        Des palettes enflammées barrent depuis l'aube l'entrée du Quai Sud. Au premier jour de la grève des dockers,
        trois ferries de la compagnie Nordalis sont restés à quai et 3 200 passagers attendent dans la gare maritime
        de Port-Alban.

        « On nous a distribué de l'eau, pas d'explication », raconte une famille qui devait embarquer à sept heures
        avec deux vélos et un chien. La compagnie propose un remboursement ou un départ depuis un autre port.

        Les camions, eux, s'alignent sur quatre kilomètres le long de la rocade ; les conteneurs ne sortent plus.
        """,
        section="Port",
        event="strike/blocked",
        byline="Gwenaël Prigent",
        picture="La file des camions devant le Quai Sud.",
        edits=(edit("1 13:30", ("3 200 passagers", "2 700 passagers"), silent=True),),
    ),
    piece(
        "gazette",
        "1 12:15",
        "port-alban-trois-ferries-a-quai",
        "Trois ferries à quai et des milliers de passagers bloqués par la grève",
        """
        La grève des dockers a immobilisé ce {d1} trois ferries de Nordalis à Port-Alban. Plusieurs milliers de
        passagers patientent dans la gare maritime, où la Croix-Rouge a installé des lits de camp.

        L’entrée du Quai Sud est barrée par des palettes et des pneus en feu. Une file de camions de quatre kilomètres
        s’est formée sur la rocade et les conteneurs ne sortent plus du terminal.

        La compagnie Nordalis propose à ses passagers d’être remboursés ou de partir {d3} depuis Valmarine.
        """,
        section="Économie",
        event="strike/blocked",
        byline="Inès Carrel",
    ),
    piece(
        "courrier",
        "2 17:00",
        "greve-port-commerces-penurie",
        "Conteneurs bloqués au Quai Sud : les commerces de Port-Alban comptent leurs stocks",
        """
        Deuxième jour de grève au Quai Sud, et déjà des rayons clairsemés. Des palettes enflammées barrent toujours
        l'entrée du terminal et les conteneurs de fruits ne sortent plus ; les bananes mûrissent sans acheteur.

        Selon la chambre de commerce de Port-Alban, 480 conteneurs attendent, dont une soixantaine de denrées
        fraîches. Les camions patientent sur quatre kilomètres le long de la rocade. « Je tiens jusqu'à {d4}, pas
        plus », dit une grossiste.

        Trois ferries de la compagnie Nordalis restent à quai. Les passagers qui dormaient dans la gare maritime
        sont partis en autocar pour Valmarine, d'où ils embarqueront.
        """,
        section="Port",
        event="strike/blocked",
        byline="Gwenaël Prigent",
    ),
    piece(
        "meridian",
        "2 11:00",
        "port-alban-dockers-strike",
        "Dockers' strike at Port-Alban strands ferries and holds up 480 containers",
        """
        A strike over automation has closed the French port of Port-Alban, leaving three ferries tied up and about 480
        containers stuck behind burning pallets at the southern terminal. Thousands of passengers were moved to other
        harbours by the operator Nordalis.

        The dockers' union says automated cranes would cost 310 of 1,150 jobs. The port's director, Aurélie
        Fontenay, says nobody will be forced out and that the machines are three years away.

        Lorries queued for four kilometres on the ring road. The last walkout at the port, six years ago, went on
        for nine days.
        """,
        section="Business",
        event="strike/blocked",
        byline="Priya Castell",
    ),
    piece(
        "brueckenblatt",
        "2 13:30",
        "hafenstreik-port-alban",
        "Streik der Hafenarbeiter legt Port-Alban lahm, Reeder weichen nach Norden aus",
        """
        Im französischen Hafen Port-Alban stehen wegen eines unbefristeten Streiks rund 480 Container still. Drei
        Fähren der Reederei Nordalis liegen fest. Die Hafenarbeiter wehren sich gegen automatische Kräne, die nach
        Angaben ihrer Gewerkschaft 310 von 1150 Stellen kosten würden.

        Reeder leiten erste Schiffe nach Norden um. In Emsdorf rechnet die Hafenverwaltung mit vier zusätzlichen
        Frachtern bis zum Wochenende.

        Die Direktion in Port-Alban erklärte, es werde keine Entlassungen geben.
        """,
        section="Wirtschaft",
        event="strike/blocked",
        byline="Onno Brandt",
    ),
    piece(
        "courrier",
        "3 12:30",
        "mediation-prefecture-dockers",
        "Grève du port : une médiatrice nommée, dockers et direction reçus à la préfecture",
        """
        La préfecture a nommé ce {d3} une médiatrice, l'ancienne magistrate Solène Hauterive, pour sortir de la
        grève du port. Elle a reçu séparément la Fédération des quais puis la directrice du port, Aurélie Fontenay.

        Première concession : le barrage a été levé pour laisser passer les denrées fraîches. La table des
        négociations s'ouvrira {d4} à neuf heures, avec trois sujets : le calendrier des grues, les reconversions,
        les jours de grève.

        « On discute enfin de métiers et pas de machines », a dit Yannick Le Dantec en sortant de la préfecture.

        Depuis {d1}, la grève bloque le Quai Sud et trois ferries de Nordalis.
        """,
        section="Port",
        event="strike/talks",
        byline="Gwenaël Prigent",
    ),
    piece(
        "gazette",
        "3 16:45",
        "solene-hauterive-mediatrice-port",
        "À Port-Alban, la médiatrice Solène Hauterive réunit dockers et direction",
        """
        Nommée par la préfecture, la médiatrice Solène Hauterive a reçu ce {d3} les dockers puis la direction du
        port. Les négociations proprement dites commenceront {d4} matin à la préfecture.

        Ancienne magistrate, la médiatrice avait déjà dénoué le conflit des remorqueurs. Elle propose de traiter dans
        l’ordre le calendrier des grues automatiques, les reconversions et le paiement des jours de grève.

        En signe de bonne volonté, la Fédération des quais a laissé sortir les denrées fraîches. La directrice,
        Aurélie Fontenay, salue « un geste ».

        La grève contre l’automatisation bloque depuis {d1} le Quai Sud, ses conteneurs et les ferries de la
        compagnie Nordalis, dont les passagers partent de Valmarine.
        """,
        section="Économie",
        event="strike/talks",
        byline="Inès Carrel",
    ),
    piece(
        "courrier",
        "4 21:10",
        "accord-port-fin-greve",
        "Accord au port : fin de la grève, emplois garantis 36 mois",
        """
        Après douze heures de discussion, la Fédération des quais et la direction du port ont signé un accord de fin
        de conflit. Il garantit tous les emplois de dockers pendant trente-six mois et repousse de deux ans les
        grues automatiques.

        Une formation payée sera ouverte à 310 dockers. Les jours de grève seront retenus pour moitié. L'assemblée
        générale a approuvé l'accord à 82 % des voix ; le travail reprend {d5} à six heures.

        Le premier ferry vers les îles partira {d5} à midi.
        """,
        section="Port",
        event="strike/agreement",
        byline="Gwenaël Prigent",
        picture="Poignée de main à la sortie de la préfecture.",
        edits=(edit("4 21:40", title="Fin de la grève au port : un accord garantit les emplois trente-six mois"),),
    ),
    piece(
        "gazette",
        "5 06:45",
        "dockers-accord-82-pour-cent",
        "Les dockers de Port-Alban approuvent l’accord à 82 % et reprennent le travail",
        """
        L’assemblée générale des dockers a approuvé par 82 % des voix l’accord signé dans la soirée avec la
        direction. Le travail a repris ce {d5} à six heures au Quai Sud, après quatre jours de conflit.

        L’accord garantit les emplois trente-six mois, repousse de deux ans la mise en service des grues
        automatiques et ouvre une formation payée à 310 dockers. La moitié des jours de grève sera retenue.

        Il faudra une semaine pour écouler les conteneurs en attente, estime la direction.
        """,
        section="Économie",
        event="strike/agreement",
        byline="Inès Carrel",
    ),
    piece(
        "courrier",
        "6 07:00",
        "reprise-port-premier-ferry",
        "« On a retrouvé le bruit des grues » : le port revit après l'accord",
        """
        C'était {d5}, six heures pile : la sirène a sonné et le portail du Quai Sud s'est ouvert. Après ce silence,
        deux porte-conteneurs ont été déchargés avant midi et le premier ferry pour les îles est parti avec 412
        voyageurs à bord.

        Dans les cabines, on se salue d'un coup de klaxon. « Je me suis inscrit pour apprendre à piloter à distance
        », confie un docker de cinquante-deux ans ; la formation promise par l'accord approuvé {d4} intrigue autant
        qu'elle inquiète.

        La Fédération des quais parle d'un retour à la normale pour la fin du mois. Sur le marché, les bananes sont
        de nouveau vertes.
        """,
        section="Port",
        event="strike/resumption",
        byline="Gwenaël Prigent",
    ),
    piece(
        "meridian",
        "5 11:30",
        "port-alban-strike-ends",
        "Deal guarantees jobs for three years and ends Port-Alban walkout",
        """
        Dockers at Port-Alban went back to work on {d5} after approving a deal that protects every job for 36 months
        and delays automated cranes by two years. The vote was 82 per cent in favour.

        The agreement, reached with the help of a mediator after twelve hours of talks, opens paid training to 310
        workers. Half of the strike days will go unpaid.

        Managers said clearing the waiting containers would take about a week.
        """,
        section="Business",
        event="strike/agreement",
        byline="Priya Castell",
    ),
    piece(
        "brueckenblatt",
        "5 12:40",
        "streik-port-alban-beendet",
        "Einigung in Port-Alban: Belegschaft kehrt an die Kräne zurück",
        """
        Nach vier Tagen ist der Arbeitskampf in Port-Alban beendet. Die Belegschaft stimmte mit 82 Prozent für eine
        Einigung, die alle Stellen 36 Monate lang sichert und die automatischen Kräne um zwei Jahre verschiebt.

        Für 310 Beschäftigte gibt es eine bezahlte Ausbildung. Die Hälfte der Streiktage wird abgezogen. Vermittelt
        hatte eine frühere Richterin.

        In Emsdorf werden die umgeleiteten Frachter dennoch erwartet: Zwei sind bereits auf dem Weg, sagte ein
        Sprecher der Hafenverwaltung dem Brückenblatt.
        """,
        section="Wirtschaft",
        event="strike/agreement",
        byline="Onno Brandt",
    ),
)
