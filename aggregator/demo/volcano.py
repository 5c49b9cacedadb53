"""The volcano Morne Cendré on the island of Sainte-Aurore, both invented: alert, eruption, flights, toll, return."""

from aggregator.demo.pieces import edit, piece

PIECES = (
    piece(
        "gazette",
        "1 07:10",
        "morne-cendre-alerte-orange",
        "Sainte-Aurore : le Morne Cendré placé en alerte orange après une série de séismes",
        """
        L’observatoire de Sainte-Aurore a placé le Morne Cendré en alerte orange. Plus de 240 séismes ont été
        enregistrés en deux jours sous le volcan, endormi depuis quarante et un ans.

        Le directeur de l’observatoire, Célestin Marival, parle d’une remontée de magma « lente, mais nette » : le
        sommet a gonflé de six centimètres. L’accès aux sentiers est interdit dans un rayon de trois kilomètres.

        Les habitants d’Anse-Perdrix et de Grand-Fond sont invités à préparer un sac. Aucune évacuation n’est
        décidée à ce stade.
        """,
        section="International",
        event="volcano/alert",
        byline="Nour Belhadi",
    ),
    piece(
        "courrier",
        "1 11:30",
        "volcan-sainte-aurore-seismes",
        "Le volcan de Sainte-Aurore se réveille : 240 séismes en deux jours, alerte orange",
        """
        Quarante et un ans après sa dernière colère, le Morne Cendré tremble. L'observatoire de Sainte-Aurore a
        compté plus de 240 séismes en deux jours sous le volcan et déclenché l'alerte orange.

        Le sommet a gonflé de six centimètres, signe d'une remontée de magma, explique Célestin Marival, directeur de
        l'observatoire. Les sentiers sont fermés à moins de trois kilomètres du cratère.

        À Anse-Perdrix, l'école reste ouverte, mais chaque élève doit avoir un sac prêt.
        """,
        section="Monde",
        event="volcano/alert",
        byline="Lise Tanguy",
    ),
    piece(
        "meridian",
        "1 14:40",
        "morne-cendre-orange-alert",
        "Orange alert on Sainte-Aurore as swarm of quakes shakes Morne Cendré volcano",
        """
        Scientists on the island of Sainte-Aurore raised the alert for the Morne Cendré volcano to orange after more
        than 240 earthquakes in two days. The volcano has been quiet for 41 years.

        The summit has swollen by six centimetres, said Célestin Marival, who heads the island's observatory, a sign
        of slowly rising magma. Trails within three kilometres of the crater were closed.

        Residents of Anse-Perdrix and Grand-Fond were told to pack a bag but to stay at home for now.
        """,
        section="World",
        event="volcano/alert",
        byline="Marguerite Sloan",
    ),
    piece(
        "brueckenblatt",
        "1 16:00",
        "vulkan-sainte-aurore-alarmstufe",
        "Vulkan auf Sainte-Aurore: Alarmstufe Orange nach 240 Erdbeben",
        """
        Auf der Insel Sainte-Aurore hat das Observatorium für den Vulkan Morne Cendré die Alarmstufe Orange
        ausgerufen. Innerhalb von zwei Tagen wurden mehr als 240 Erdbeben gemessen. Zuletzt war der Vulkan vor 41
        Jahren aktiv.

        Der Gipfel habe sich um sechs Zentimeter gehoben, sagte der Leiter des Observatoriums, Célestin Marival. Magma
        steige langsam auf. Wanderwege im Umkreis von drei Kilometern sind gesperrt.

        Die Bewohner von Anse-Perdrix und Grand-Fond sollen eine Tasche packen, evakuiert wird vorerst nicht.
        """,
        section="Ausland",
        event="volcano/alert",
        byline="Jan Petersen",
    ),
    piece(
        "meridian",
        "2 21:30",
        "morne-cendre-erupts",
        "Morne Cendré erupts, 4,300 people evacuated as ash column climbs to nine kilometres",
        """
        Morne Cendré erupted shortly before sunset on {d2}, sending a column of ash more than nine kilometres into
        the sky above Sainte-Aurore. About 4,300 people were evacuated by boat and bus from Anse-Perdrix and
        Grand-Fond.

        Lava is flowing down the western flank towards the sea, away from the villages. Burning fragments set fire to
        sugar cane fields above Grand-Fond.

        The evacuation took four hours. Shelters opened in schools and in the covered market of the capital,
        Pointe-Corail.
        """,
        section="World",
        event="volcano/eruption",
        byline="Marguerite Sloan",
        picture="The ash column seen from the harbour of Pointe-Corail.",
    ),
    piece(
        "gazette",
        "2 22:20",
        "eruption-morne-cendre-4300-evacues",
        "Éruption du Morne Cendré : 4 300 habitants évacués, une colonne de cendres de neuf kilomètres",
        """
        Le Morne Cendré est entré en éruption ce {d2} peu avant le coucher du soleil. Une colonne de cendres de plus
        de neuf kilomètres s’élève au-dessus de Sainte-Aurore et 4 300 habitants d’Anse-Perdrix et de Grand-Fond ont
        été évacués, en autobus et en bateau.

        La lave coule sur le flanc ouest vers la mer, à l’écart des villages. Des champs de canne à sucre brûlent
        au-dessus de Grand-Fond.

        L’évacuation a duré quatre heures. Des abris ont été ouverts dans les écoles et le marché couvert de
        Pointe-Corail.
        """,
        section="International",
        event="volcano/eruption",
        byline="Nour Belhadi",
        picture="La colonne de cendres vue de Pointe-Corail.",
    ),
    piece(
        "saebyeok",
        "2 22:10",
        "morne-cendre-eruption",
        "생트오로르섬 모른상드레 화산 분화… 주민 4300명 대피",
        """
        카리브해 생트오로르섬의 모른상드레 화산이 {d2} 해가 지기 직전에 분화했다. 화산재 기둥은 9킬로미터 넘게
        치솟았고, 앙스페르드리와 그랑퐁 두 마을의 주민 4300명이 버스와 배로 대피했다.

        용암은 마을에서 떨어진 서쪽 비탈을 따라 바다로 흐르고 있다. 그랑퐁 위쪽 사탕수수 밭에는 불붙은 돌이 떨어져
        화재가 났다.

        대피에는 네 시간이 걸렸다. 섬의 중심 도시인 푸앵트코라유에서는 학교와 지붕 있는 시장이 대피소로 쓰이고 있다.
        이 화산은 41년 동안 잠잠했으며, 이틀 전부터 지진이 240차례 넘게 이어져 경보가 한 단계 올라간 상태였다.
        외교부는 섬에 머무는 한국인 여행객 열일곱 명이 모두 안전하다고 밝혔다.
        """,
        section="국제",
        event="volcano/eruption",
        byline="오하린",
    ),
    piece(
        "brueckenblatt",
        "3 05:40",
        "morne-cendre-ausbruch",
        "Morne Cendré ausgebrochen: 4300 Menschen in Sicherheit gebracht, Asche bis in neun Kilometer Höhe",
        """
        Der Vulkan Morne Cendré ist am {d2} gegen Abend ausgebrochen. Die Aschesäule über der Insel Sainte-Aurore
        stieg mehr als neun Kilometer hoch. Rund 4300 Menschen aus Anse-Perdrix und Grand-Fond wurden mit Bussen und
        Booten in Sicherheit gebracht.

        Lava fließt über die westliche Flanke zum Meer, an den Dörfern vorbei. Oberhalb von Grand-Fond brennen
        Zuckerrohrfelder.

        In der Hauptstadt Pointe-Corail dienen Schulen und die Markthalle als Notunterkünfte. Die Räumung der Dörfer
        dauerte vier Stunden.
        """,
        section="Ausland",
        event="volcano/eruption",
        byline="Jan Petersen",
    ),
    piece(
        "courrier",
        "3 06:10",
        "sainte-aurore-eruption-evacuation",
        "Nuit d'éruption à Sainte-Aurore : 4 300 évacués et des champs de canne en feu",
        """
        L'éruption a commencé {d2} peu avant le coucher du soleil et n'a pas cessé de la nuit. À Sainte-Aurore, 4 300
        habitants d'Anse-Perdrix et de Grand-Fond ont été évacués en quatre heures, par bateau et par autobus.

        La colonne de cendres du Morne Cendré monte à plus de neuf kilomètres. La lave descend par le flanc ouest,
        loin des villages, mais des champs de canne à sucre ont pris feu.

        Dans le marché couvert de Pointe-Corail, changé en abri, on se compte et on s'appelle.
        """,
        section="Monde",
        event="volcano/eruption",
        byline="Lise Tanguy",
    ),
    piece(
        "meridian",
        "3 13:15",
        "ash-grounds-flights",
        "Ash cloud grounds 190 flights across the eastern Caribbean",
        """
        Airlines cancelled 190 flights on {d3} as a cloud of volcanic ash drifted north across the eastern
        Caribbean. The airport at Pointe-Corail is closed until further notice and its runway has to be swept.

        Carriers on three neighbouring islands stopped take-offs as a precaution. Around 21,000 travellers are
        waiting, many of them in airport halls.

        Forecasters expect the wind to turn on {d5}, which would push the cloud out to sea. Ferries added extra
        crossings.

        Morne Cendré erupted on {d2}, sending an ash column nine kilometres high.
        """,
        section="World",
        event="volcano/flights",
        byline="Priya Castell",
    ),
    piece(
        "gazette",
        "3 18:10",
        "cendres-190-vols-annules",
        "Nuage de cendres : 190 vols annulés aux Antilles, 21 000 voyageurs en attente",
        """
        Le nuage de cendres poussé vers le nord a entraîné ce {d3} l’annulation de 190 vols aux Antilles. L’aéroport
        de Pointe-Corail est fermé jusqu’à nouvel ordre ; sa piste doit être balayée avant tout décollage.

        Les compagnies aériennes de trois îles voisines ont suspendu leurs vols par précaution. Environ 21 000
        voyageurs attendent, beaucoup dans les halls des aéroports.

        Les prévisionnistes espèrent une rotation du vent {d5}, qui chasserait le nuage vers le large.

        L’éruption du Morne Cendré a commencé {d2} à Sainte-Aurore.
        """,
        section="International",
        event="volcano/flights",
        byline="Nour Belhadi",
    ),
    piece(
        "saebyeok",
        "3 14:30",
        "ash-flights-cancelled",
        "화산재 구름에 카리브해 동부 항공편 190편 결항",
        """
        화산재 구름이 북쪽으로 퍼지면서 {d3} 카리브해 동부에서 항공편 190편이 결항했다. 푸앵트코라유 공항은 활주로를
        청소할 때까지 문을 닫는다.

        이웃한 세 섬의 항공사들도 만일에 대비해 이륙을 멈췄다. 여행객 2만 1000명이 공항 대합실에서 기다리고 있으며,
        여객선 회사들은 배편을 늘렸다.

        기상 당국은 {d5} 바람 방향이 바뀌면 화산재 구름이 먼바다로 밀려날 것으로 내다봤다. 국내 여행사들은 카리브해
        상품을 예약한 고객에게 수수료 없이 일정을 바꿔 주기로 했다. 항공 전문가는 화산재가 엔진 안에서 녹아 유리처럼
        굳을 수 있어 작은 양이라도 위험하다고 설명했다. 결항은 주말까지 이어질 수 있다고 항공사들은 덧붙였다.

        생트오로르섬 모른상드레 화산은 {d2} 분화해 화산재 기둥을 9킬로미터 높이까지 뿜었고 주민 4300명이 대피했다.
        """,
        section="국제",
        event="volcano/flights",
        byline="오하린",
    ),
    piece(
        "meridian",
        "4 07:50",
        "sainte-aurore-injured",
        "Twelve injured on Sainte-Aurore, most by falling stones, hospital says",
        """
        The hospital in Pointe-Corail has treated 12 people injured since the eruption began, most of them hit by
        falling stones or burned while saving livestock. Two are in a serious condition.

        Nobody has died and nobody is missing, the island's prefect said on {d4}. Rescue teams went from house to
        house in Grand-Fond, where forty roofs gave way under the weight of ash.

        Doctors asked for masks and clean water. A ship with both is expected on {d5}.
        """,
        section="World",
        event="volcano/toll",
        byline="Marguerite Sloan",
        edits=(edit("4 11:20", ("has treated 12 people", "has treated 14 people"), silent=True),),
    ),
    piece(
        "brueckenblatt",
        "4 09:10",
        "sainte-aurore-verletzte",
        "Verletzte auf Sainte-Aurore, vierzig Dächer unter der Asche eingestürzt",
        """
        Seit Beginn des Ausbruchs sind im Krankenhaus von Pointe-Corail 14 Verletzte behandelt worden, die meisten
        von Steinen getroffen. Zwei Menschen schweben in Lebensgefahr. Tote oder Vermisste gibt es nach Angaben des
        Präfekten nicht.

        In Grand-Fond gaben vierzig Dächer unter dem Gewicht der Asche nach. Rettungskräfte gingen von Haus zu Haus.

        Ärzte bitten um Masken und sauberes Wasser, ein Schiff mit Hilfsgütern soll am {d5} eintreffen.
        """,
        section="Ausland",
        event="volcano/toll",
        byline="Jan Petersen",
    ),
    piece(
        "meridian",
        "6 09:00",
        "families-return-anse-perdrix",
        "First families return to Anse-Perdrix as volcano calms",
        """
        The first buses brought 1,900 people home to Anse-Perdrix on {d6} after the lava on Morne Cendré stopped
        advancing and the alert was lowered. Grand-Fond stays closed because its roofs are unsafe.

        "We swept for an hour before we found the doorstep," said Rosalie Bazin, who runs the village bakery. Schools will
        open again in ten days.

        Célestin Marival of the observatory warned that ash mixed with rain could still come down the valleys as mud.
        """,
        section="World",
        event="volcano/return",
        byline="Marguerite Sloan",
    ),
    piece(
        "gazette",
        "6 10:20",
        "retour-habitants-anse-perdrix",
        "Sainte-Aurore : premiers retours à Anse-Perdrix, l’alerte abaissée",
        """
        Un premier convoi a ramené ce {d6} 1 900 habitants chez eux, à Anse-Perdrix. La lave du Morne Cendré
        n’avance plus et l’alerte a été abaissée ; Grand-Fond, où les toits menacent, reste fermé.

        « On a balayé une heure avant de retrouver le seuil », raconte Rosalie Bazin, la boulangère. L’école
        rouvrira dans dix jours.

        L’observatoire avertit que la pluie peut encore entraîner des coulées de boue dans les vallées.
        """,
        section="International",
        event="volcano/return",
        byline="Nour Belhadi",
    ),
    piece(
        "courrier",
        "6 13:40",
        "anse-perdrix-retour-boulangerie",
        "À Anse-Perdrix, les habitants rentrent chez eux avec des balais",
        """
        Ils sont 1 900 à avoir retrouvé leur maison à Anse-Perdrix, dix jours avant la réouverture de l'école.
        Depuis que l'alerte a été abaissée et que la lave n'avance plus, les autobus montent chaque heure de
        Pointe-Corail.

        La boulangerie de Rosalie Bazin a rallumé son four la première. Partout on balaie, on lave, on compte les
        tuiles. Les habitants de Grand-Fond, eux, devront attendre : trop de toits menacent de tomber.

        La crainte, ce sont les coulées de boue : les vallées du Morne Cendré sont pleines de cendre et la pluie
        revient.
        """,
        section="Monde",
        event="volcano/return",
        byline="Lise Tanguy",
    ),
)
