"""What else the two French outlets report: three small events told by both, and pieces that stand alone.

Some are traps: another strike, another treaty, another volcano, each of which has nothing to do with the running
stories.
"""

from aggregator.demo.pieces import piece

_WRECK = """
    Une épave romaine chargée d'amphores a été localisée par quarante-deux mètres de fond au large du cap Morvan. Les
    plongeurs du laboratoire d'archéologie sous-marine y ont compté plus de six cents amphores, presque toutes intactes.

    Le navire, long d'une vingtaine de mètres, aurait sombré au premier siècle avant notre ère. Sa cargaison était du vin
    d'Italie, à en juger par les timbres imprimés dans l'argile.
"""

PIECES = (
    piece(
        "gazette",
        "3 08:00",
        "epave-romaine-cap-morvan",
        "Six cents amphores au large du cap Morvan : une épave romaine livre sa cargaison",
        _WRECK
        + """
    Le site, tenu secret jusqu'ici, est désormais interdit au mouillage et à la pêche. Une campagne de fouilles de trois
    ans doit commencer au printemps, avec un robot capable de remonter les objets un à un.

    Les premières pièces seront montrées au musée de Valmarine.
""",
        section="Culture",
        event="wreck",
        agency="Agence Littoral",
        picture="Une amphore posée sur le sable, à quarante-deux mètres.",
    ),
    piece(
        "courrier",
        "3 10:40",
        "amphores-epave-romaine",
        "Une épave romaine et ses amphores découvertes au cap Morvan",
        _WRECK,
        section="Culture",
        event="wreck",
        agency="Agence Littoral",
        copy_of="epave-romaine-cap-morvan",
    ),
    piece(
        "courrier",
        "4 16:30",
        "tour-des-phares-victoire-le-gall",
        "Cyclisme : Awena Le Gall remporte le Tour des Phares au sprint",
        """
        La Portalbanaise Awena Le Gall a remporté {d4} le Tour des Phares, au sprint, devant la Danoise Frida Holm et
        l'Italienne Chiara Bassi. Dix-sept coureuses s'étaient détachées dans la côte du sémaphore.

        « J'ai attendu le dernier virage, comme à l'entraînement », a dit la cycliste de vingt-trois ans, qui signe sa
        première grande victoire. Elle gagne aussi le maillot blanc.

        La course comptait 146 kilomètres et neuf phares. Un vent de travers avait coupé le peloton en quatre dès le
        départ.
        """,
        section="Sports",
        event="cycling",
        byline="Goulven Madec",
    ),
    piece(
        "gazette",
        "4 17:20",
        "awena-le-gall-tour-des-phares",
        "Awena Le Gall, au sprint, s’offre le Tour des Phares",
        """
        À vingt-trois ans, la cycliste Awena Le Gall s’est imposée au sprint dans le Tour des Phares, 146 kilomètres
        disputés par vent de travers. Elle devance la Danoise Frida Holm et l’Italienne Chiara Bassi.

        La course s’est jouée dans la côte du sémaphore, où dix-sept coureuses se sont échappées. Le peloton, coupé
        en quatre dès le départ, n’est jamais revenu.

        C’est la première victoire de Le Gall à ce niveau. Elle repart avec le maillot blanc de la meilleure jeune.
        """,
        section="Sports",
        event="cycling",
        byline="Ugo Ferrand",
    ),
    piece(
        "courrier",
        "-1 09:00",
        "marche-aux-fraises",
        "La saison des fraises commence avec deux semaines de retard au marché des Halles",
        """
        Les premières barquettes sont apparues sous les Halles, pâles et un peu chères. Le printemps froid a retardé
        de deux semaines la saison des fraises, et les producteurs de la plaine n'en sont qu'à un quart de leur
        récolte habituelle.

        « Le soleil vient, il faut patienter », dit Odile Guéguen, qui cultive trois hectares sous abri. Le kilo se
        vendait samedi deux euros de plus que l'an dernier.

        Une fête de la fraise est maintenue à la fin du mois, avec un concours de confitures.
        """,
        section="Vie locale",
        byline="Lise Tanguy",
    ),
    piece(
        "courrier",
        "-1 15:30",
        "bibliotheque-nocturne",
        "La médiathèque ouvrira jusqu'à minuit pendant les examens",
        """
        Pendant trois semaines, la médiathèque Simone-Morand restera ouverte jusqu'à minuit pour les lycéens et les
        étudiants qui révisent. Deux cents places assises, des prises et du thé seront à disposition.

        L'essai de l'an dernier avait attiré jusqu'à cent soixante personnes par soir. La ville paiera quatre
        vigiles et une navette pour le retour.

        Les lecteurs ordinaires gardent le rez-de-chaussée, où l'on pourra encore parler.
        """,
        section="Vie locale",
        byline="Goulven Madec",
    ),
    piece(
        "courrier",
        "2 09:30",
        "cantine-bio-college",
        "Au collège du Bourg-Neuf, la cantine jette moitié moins",
        """
        En pesant chaque jour les restes, les élèves du collège du Bourg-Neuf ont fait baisser de moitié ce que leur
        cantine jette. La balance trône à la sortie, avec un tableau que les sixièmes tiennent à jour.

        Le chef a réduit les entrées et laissé chacun se servir. L'économie, onze centimes par repas, paie désormais
        un fromage fermier le jeudi.

        Six autres établissements du département veulent reprendre l'idée à la rentrée.
        """,
        section="Vie locale",
        byline="Lise Tanguy",
    ),
    piece(
        "courrier",
        "3 17:45",
        "norvege-tunnel-voilier",
        "La Norvège renonce à son tunnel pour bateaux",
        """
        Le gouvernement norvégien abandonne le projet de tunnel maritime qui devait éviter aux navires un cap
        redouté. Le chantier, évalué à près d'un demi-milliard d'euros, aurait percé 1,7 kilomètre de roche.

        Les pêcheurs de la région avaient défendu l'ouvrage ; les économistes doutaient de son utilité. Un meilleur
        service d'alerte météo et un chenal balisé coûteront vingt fois moins.

        Une commune voisine réclame que la maquette du projet lui soit donnée pour son musée.
        """,
        section="Monde",
        byline="Maud Kerriou",
    ),
    piece(
        "courrier",
        "4 10:20",
        "bresil-perroquet-retour",
        "Au Brésil, un perroquet disparu depuis vingt ans revole dans la caatinga",
        """
        Huit aras élevés en volière ont été lâchés dans le nord-est du Brésil, où l'espèce avait disparu à l'état
        sauvage il y a deux décennies. Des biologistes les suivent grâce à un collier de quatre grammes.

        Les villageois ont planté des arbres à nids et formé une patrouille contre le braconnage. Trois couples se
        sont déjà formés.

        « Le plus dur sera de leur apprendre à craindre les faucons », explique la vétérinaire Luana Prado.
        """,
        section="Monde",
        byline="Étienne Lahaye",
    ),
    piece(
        "courrier",
        "5 14:00",
        "handball-portalban-maintien",
        "Handball : un but du gardien sauve la saison à la dernière seconde",
        """
        Un but du gardien depuis sa propre surface, sur la sirène : le club de handball a sauvé sa place en deuxième
        division d'une manière que personne n'avait prévue. Score final, 28 à 27.

        L'entraîneure Sabrina Loison avait retiré son gardien à six reprises au profit d'un septième joueur. La
        septième fois, il est resté et a tiré.

        Le président annonce un budget en baisse et une équipe plus jeune pour la saison prochaine.
        """,
        section="Sports",
        byline="Goulven Madec",
    ),
    piece(
        "gazette",
        "-1 10:10",
        "theatre-municipal-rouvre",
        "Le théâtre municipal rouvre après quatre ans de travaux",
        """
        Velours bleu, cintres neufs et acoustique refaite : le théâtre municipal de Valmarine rouvre ses portes
        après quatre ans de travaux et une facture de 18 millions d’euros. La première, une comédie de Goldoni,
        affiche complet.

        La fosse d’orchestre a retrouvé sa forme de 1887, découverte sous le béton. Les balcons, eux, ont gagné
        trente places pour les spectateurs en fauteuil roulant.

        Des visites gratuites sont prévues tout le week-end.
        """,
        section="Culture",
        byline="Ugo Ferrand",
    ),
    piece(
        "gazette",
        "1 15:00",
        "greve-tramways-valmarine",
        "Les tramways s’arrêtent une journée contre la grille d’été",
        """
        Deux rames sur trois sont restées au dépôt ce {d1} à Valmarine. Les conducteurs de tramways protestaient
        contre la grille d’été, qui allonge selon eux les services du soir de quarante minutes.

        Un service minimum a été assuré vers la gare. La régie promet de revoir deux tournées et reçoit
        une délégation la semaine prochaine.

        Les usagers s’étaient organisés : le parking à vélos de la gare a débordé dès huit heures.
        """,
        section="Économie",
        byline="Inès Carrel",
    ),
    piece(
        "gazette",
        "2 15:30",
        "suisse-traite-lac-peche",
        "La France et la Suisse révisent leur accord sur la pêche dans le Léman",
        """
        La taille minimale de l’omble passe à trente-trois centimètres et les filets devront être relevés chaque
        matin : la France et la Suisse ont révisé l’accord qui règle la pêche dans le Léman.

        La commission commune a tenu compte du recul de la féra, dont les prises ont chuté de 60 % en cinq ans. Une
        carte de pêcheur amateur, valable sur les deux rives, sera essayée.

        Les cent vingt professionnels du lac demandent des aides.
        """,
        section="International",
        byline="Léopold Argant",
    ),
    piece(
        "gazette",
        "4 08:30",
        "inflation-mai-baisse",
        "La hausse des prix ralentit pour le troisième mois d’affilée",
        """
        Les prix à la consommation n’ont augmenté que de 1,9 % sur un an, troisième ralentissement consécutif.
        L’énergie recule, l’alimentation se stabilise, les loyers continuent de grimper.

        Pour les économistes interrogés, la baisse des taux d’intérêt devient probable à l’automne. Les ménages
        modestes n’en profitent guère : le panier de produits premiers prix a encore renchéri.

        L’indice des salaires, publié le même jour, progresse de 2,4 %.
        """,
        section="Économie",
        byline="Inès Carrel",
    ),
    piece(
        "gazette",
        "5 16:10",
        "islande-cratere-concert",
        "En Islande, un concert au fond d’un cratère éteint",
        """
        Quatre cents auditeurs, un quatuor à cordes et le silence d’un cratère éteint depuis cinq mille ans : le
        festival de Hveragrund, en Islande, a ouvert sa saison dans un amphithéâtre naturel.

        L’accès se fait à pied, quarante minutes par un sentier balisé de lanternes. Les instruments sont montés à
        dos de poney.

        « La pierre rend le son, mais avec deux secondes de retard », sourit la violoncelliste Ásdís Hreinn, qui a
        composé pour cet écho.
        """,
        section="Culture",
        byline="Ugo Ferrand",
    ),
    piece(
        "gazette",
        "6 15:00",
        "kenya-ecole-solaire",
        "Au Kenya, trois cents écoles branchées sur le soleil",
        """
        Trois cents écoles rurales du Kenya ont reçu des panneaux solaires et des batteries assez grosses pour
        éclairer les salles jusqu’à vingt-deux heures. Le ministère veut en équiper deux mille d’ici trois ans.

        Les maîtres remarquent que les devoirs sont faits. Des parents y rechargent leur téléphone contre quelques
        shillings qui paient l’entretien.

        Le point faible reste les batteries : il n’existe encore qu’un atelier capable de les réparer.
        """,
        section="International",
        byline="Nour Belhadi",
    ),
    piece(
        "courrier",
        "2 18:40",
        "parc-eolien-kerzal-vote",
        "Le conseil régional approuve le parc éolien de Kerzal, à une voix près",
        """
        Trente voix contre vingt-neuf : le conseil régional a approuvé {d2} le parc éolien en mer du banc de Kerzal.
        Quarante et une éoliennes seront plantées à dix-sept kilomètres de la côte et fourniront le courant de 380
        000 foyers.

        Les pêcheurs, qui perdront une zone de coquilles, annoncent un recours. Le promoteur promet un fonds de douze
        millions d'euros et des couloirs de passage.

        Le vote s'est joué sur l'abstention d'un élu des îles, longuement hué depuis les tribunes.
        """,
        section="Vie locale",
        event="wind-farm",
        byline="Lise Tanguy",
    ),
    piece(
        "gazette",
        "2 19:50",
        "eoliennes-en-mer-trente-voix",
        "Éoliennes de Kerzal : trente voix pour, vingt-neuf contre",
        """
        Une voix a suffi. Le conseil régional a approuvé ce {d2} le parc éolien en mer du banc de Kerzal, ses quarante
        et une éoliennes et ses 380 000 foyers alimentés. Elles tourneront à dix-sept kilomètres de la côte.

        Dans les tribunes, les pêcheurs de coquilles ont hué l’élu des îles, dont l’abstention a décidé du vote. Ils
        annoncent un recours.

        Le promoteur a mis sur la table un fonds de douze millions d’euros pour la pêche, jugé insuffisant par ses
        représentants.
        """,
        section="Économie",
        event="wind-farm",
        byline="Inès Carrel",
    ),
    piece(
        "courrier",
        "0 11:20",
        "sirene-essai-mensuel",
        "Pourquoi la sirène du mercredi change de ton",
        """
        L'essai mensuel de la sirène municipale ne sonnera plus comme avant. Le vieux moteur, installé en 1954 sur
        le toit de la criée, a été remplacé par quatre pavillons électroniques dont le son porte deux fois plus
        loin.

        Des riverains regrettent la longue plainte grave qui faisait aboyer tous les chiens du quartier. L'ancienne
        machine ira au musée des pompiers, où l'on pourra la faire tourner à la manivelle.
        """,
        section="Vie locale",
        byline="Goulven Madec",
    ),
    piece(
        "courrier",
        "6 16:10",
        "senegal-pirogue-dictionnaire",
        "Au Sénégal, un dictionnaire des mots de la pirogue",
        """
        Onze cents mots, trois langues et pas une image : un instituteur de Saint-Louis, au Sénégal, publie le premier
        dictionnaire de la pirogue, fruit de quinze ans d'enquête sur les plages.

        On y apprend les sept manières de dire la houle en wolof et les jurons réservés aux jours sans poisson. «
        Les anciens partaient avec leurs mots », explique Mamadou Ndour.

        Une édition sonore, enregistrée par des pêcheurs, suivra.
        """,
        section="Monde",
        byline="Étienne Lahaye",
    ),
    piece(
        "gazette",
        "0 14:20",
        "hopital-maternite-reouverture",
        "La maternité des Tilleuls rouvre ses nuits",
        """
        Fermée la nuit depuis dix-huit mois faute de sages-femmes, la maternité des Tilleuls accueillera de nouveau
        les naissances à toute heure. Six recrutements, dont deux venus de Belgique, ont rendu la chose possible.

        Le premier bébé de la nuit, une fille de 3,2 kilos, s’appelle Aurore. La direction prévient que l’équilibre
        reste fragile : trois départs à la retraite sont annoncés d’ici décembre.
        """,
        section="Société",
        byline="Inès Carrel",
    ),
    piece(
        "gazette",
        "1 18:30",
        "portugal-sardine-concours",
        "Au Portugal, la sardine la plus dessinée du monde",
        """
        Sept mille dessins reçus de cinquante pays : le concours de la sardine, qui se tient chaque année à
        Lisbonne, a couronné une retraitée de Coimbra, Graça Pinhal, pour une sardine faite de tickets de tramway.

        La contrainte n’a pas changé, une silhouette de poisson à remplir. Les cinq lauréats seront imprimés sur des
        boîtes, et l’ensemble exposé dans une ancienne conserverie.
        """,
        section="Culture",
        byline="Ugo Ferrand",
    ),
    piece(
        "gazette",
        "4 12:00",
        "canada-caribous-route",
        "Le Canada ferme une route la nuit pour laisser passer les caribous",
        """
        Entre vingt-deux heures et six heures, la route 112 n’appartiendra plus aux voitures. Le Canada ferme
        jusqu’en août cinquante-quatre kilomètres de chaussée pour laisser migrer une harde de neuf cents caribous.

        Des patrouilles autochtones surveillent les passages et préviennent les camionneurs par radio. L’an dernier,
        vingt-six bêtes avaient été tuées par des véhicules.

        Les habitants d’un hameau isolé ont reçu un laissez-passer.
        """,
        section="International",
        byline="Léopold Argant",
    ),
)
