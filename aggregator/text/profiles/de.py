"""German words that speak for subjects."""

PROFILE = {
    "arts": """!Film !Kino !Regisseur* !Schriftsteller* !Roman !Konzert* !Theater !Ausstellung !Museum !Festspiele
        !Berlinale !Album Schauspieler* Sänger* Musiker* Musik Maler* Gemälde Skulptur* Künstler* Orchester Oper
        Fernsehserie Drehbuch Premiere Buchpreis Verlag Galerie Bühne Autorin Autor Band Oscars Dokumentarfilm
        Dirigent* Kabarett* Intendant*""",
    "conflict": """!Krieg !Waffenruhe !Waffenstillstand !Luftangriff* !Truppen !Rakete* !Offensive !Invasion Front
        !Beschuss Armee Soldaten Militär Rebellen Kämpfer Miliz* Drohne* Artillerie Geisel* Friedensgespräche
        Friedensverhandlungen Blauhelme Annexion Terroristen Anschlag Putsch Panzer Munition Bundeswehr Angriffe
        Gefechte Bomben""",
    "crime": """!Mord !Totschlag !Prozess !Landgericht !Staatsanwaltschaft !Angeklagte* !Urteil !verurteilt
        !Festnahme !festgenommen !Haftbefehl Gefängnis Freiheitsstrafe Richter* Gericht Polizei Ermittler*
        Verdächtige* Anklage Raub Einbruch Betrug Drogenhandel Messerangriff Schüsse Vergewaltigung Opfer Anwalt
        Verteidiger Razzia Täter Haft Geldwäsche Kripo Bundesgerichtshof Untersuchungshaft""",
    "disaster": """!Vulkan* Asche !Erdbeben !Hochwasser !Überschwemmung* !Waldbrand* !Großbrand !Explosion !Erdrutsch
        !Tsunami !Vulkanausbruch !Flugzeugabsturz !Lawine !Zugunglück !Feuerwehr Rettungskräfte Retter Überlebende
        Trümmer evakuiert* Brand Einsturz Unfall Unglück Verletzte Vermisste Todesopfer ertrunken Katastrophe Flammen
        Helfer Beben Stärke Notunterkunft* Massenkarambolage""",
    "economy": """!Inflation !Börse !Aktie* !Bruttoinlandsprodukt !Zinsen !Leitzins* !Zentralbank !Anleger* !Umsatz
        !Gewinn !Insolvenz !DAX !EZB !Konjunktur !Exporte Wirtschaft Wirtschafts* Unternehmen Konzern* Markt
        Milliarden Quartal Übernahme Fusion Investoren Schulden Haushaltsdefizit Handel* Zölle Ölpreis* Bank Banken
        Kredit* Start-up Verbraucher* Rezession Währung Dividende* Autobauer Industrie Fabrik* Vorstandschef
        Aktionäre""",
    "education": """!Schule* !Schüler* !Lehrer* !Universität* !Studierende* !Studenten !Abitur !Unterricht !Kita
        !Hochschule* !Schuljahr Klasse* Lehrkräfte Lehrplan Prüfung* Kultusminister* Campus Studium Bildung*
        Abschluss Pisa Grundschule* Gymnasium Stipendi* Ganztagsschule*""",
    "environment": """!Klimawandel !Erderwärmung !Artenvielfalt !Umweltverschmutzung !Abholzung !Treibhausgas*
        !CO2-Ausstoß !Klimaschutz !Naturschutz* !Pestizid* Umwelt* Klima erneuerbare* Windkraft Solarenergie
        Recycling Plastikmüll Meere Wälder Regenwald Emissionen Arten Lebensraum Gletscher Dürre Nationalpark Wölfe
        Wolf Bienen Grundwasser Artenschutz Moore Biologen""",
    "health": """!Krankenhaus !Krankenhäuser !Klinik* !Impf* !Epidemie !Pandemie !Patienten !Krankheit* !Krebs !Virus
        !Corona* !Ärzte !Arzt Gesundheit* Pflegekräfte Behandlung Operation Diagnose infiziert* Infektion* Symptome
        Grippe Vorsorge klinische_Studie Medikament* Arzneimittel Apotheke* Diabetes Demenz psychisch* =WHO Masern
        Hausärzte Notaufnahme Krankenkasse* Schwangerschaft""",
    "human": """!kurios* !Weltrekord !Königsfamilie !Zwillinge !Hundertjährige* !Lottogewinn !Maskottchen Guinness
        Prominente Prinz Prinzessin Haustier Hund Katze Papagei Flaschenpost Hochzeit Geburtstag Jackpot Wiedersehen
        Ehering älteste_Mensch* Kater Tierheim""",
    "labor": """!Streik* !Gewerkschaft* !Warnstreik* !Tarifverhandlung* !Entlassung* !Arbeitslosigkeit !Arbeitslose*
        !Verdi !Stellenabbau !Mindestlohn !Kündigung* Beschäftigte* Arbeitnehmer* Löhne Lohn Arbeitgeber*
        Tarifvertrag Arbeitsbedingungen Rente* Überstunden Viertagewoche Betriebsrat IG_Metall Lokführer*
        Arbeitsmarkt Fachkräftemangel""",
    "lifestyle": """!Rezept* !Urlauber* !Touristen !Tourismus !Reisende* !Garten* !Wandern !Modewoche Restaurant*
        Koch Kochen Wein* Urlaub Hotel* Strand Einrichtung Küche Camping Wellness Yoga Freizeit Brettspiel* Dessert
        Backofen Zutaten Sternekoch* Kochbuch Designer Mode Ausflug* Backen Kreuzfahrt*""",
    "politics": """!Minister* !Bundeskanzler* !Kanzler* !Bundestag !Abgeordnete* !Wahl !Wahlen !Bundesregierung
        !Regierung !Parlament* !Präsident !Gesetzentwurf !Misstrauensvotum !Außenminister* !Staatsbesuch !Landtag*
        Partei* Kandidat* Bürgermeister* Koalition* Reform* Opposition SPD CDU CSU AfD FDP Grüne Grünen Wähler*
        Abstimmung Diplomat* Gipfel* Botschafter* Vertrag Sanktionen Umfrage* Bundesrat Ministerpräsident* Stichwahl
        Kabinett Vereinte_Nationen Europäische_Union Kreml""",
    "religion": """!Papst !Vatikan !Bischof* !Bischöfe !Kirche* !Moschee* !Synagoge* !Imam* !Rabbiner* !Kardinäle
        !Konklave !Pilger* Gottesdienst* Priester* katholisch* evangelisch* Muslime muslimisch* jüdisch* Ramadan
        Ostern religiös* Glaube* Dom Gebet* Erzbischof Kloster Theolog* Enzyklika Islam Christen christlich* Gemeinde
        Bistum""",
    "science": """!Forscher* !Wissenschaftler* !Astronom* !Teleskop !Satellit* !Nasa !Labor !Künstliche_Intelligenz
        !Physiker* !Raumsonde !Raumfahrt* Studie Fachblatt Forschung* Weltraum Planet* Astronaut* Umlaufbahn Genom
        Erbgut DNA Fossil* Archäolog* Software Algorithm* Roboter Smartphone* Chip* Quanten* Cyberangriff* Hacker App
        Ingenieur* Mond Mars Technologie* Universum Esa""",
    "society": """!Flüchtlinge !Migranten !Obdachlose* !Diskriminierung !Rassismus !Gleichstellung !Feminist*
        !Geburtenrate !Asylbewerber* !Ehe_für_alle Armut Migration Ehrenamt* LGBT* Homophobie Sexismus Behinderung*
        Familien Bevölkerung Tafel* häusliche_Gewalt Senioren Ungleichheit demografisch* Sozialwohnung* Wohnungsnot
        Integration Zuwanderung Kinderarmut""",
    "sport": """!Fußball* !Bundesliga !Champions_League !Meisterschaft* !Turnier !Trainer* !Stürmer* !Torwart
        !Handball* !Tennis !Olympi* !Medaille* !Weltmeister* !Elfmeter !Halbzeit !DFB* !Spieltag !Länderspiel Verein
        Mannschaft Spieler* Sieg Niederlage Finale Halbfinale Viertelfinale Fans Stadion Schiedsrichter* Radprofi*
        Rennen Podest Sprint Marathon Basketball* Formel_1 Grand_Prix Transfer Tor Tore Saison Tabelle Biathlon*
        Skispringen Nationalmannschaft Platzverweis""",
    "weather": """!Wetter* !Wetterdienst !Hitzewelle !Schauer !Temperaturen !Schneefall !Unwetterwarnung !Gewitter
        !Regenschauer Regen Wind Schnee Glatteis Nebel Grad Sturmböen Sonne bewölkt Frost Hochdruck* Tiefdruck* Hagel
        Niederschläge heiter Orkanböen Meteorolog* Vorhersage""",
}
