"""French words that speak for subjects."""

PROFILE = {
    "arts": """!film !cinéma !cinéaste* !réalisateur !réalisatrice !romancier* !romancière* !roman !album !concert*
        !théâtre !exposition !musée* !festival acteur actrice acteurs comédien* comédienne* chanteur* chanteuse*
        musicien* musique écrivain* peintre* peinture sculpture artiste* orchestre opéra série_télévisée long-métrage
        documentaire box-office prix_Goncourt palme_d'or César Oscars scène librairie* éditeur* galerie tournage
        scénario metteur_en_scène chorégraph* rappeur* audiences télévision podcast tableau toile* bande_dessinée""",
    "conflict": """!guerre !cessez-le-feu !bombardement* !frappe_aérienne !frappes_aériennes !offensive !troupes
        !obus !missile* front armée soldat* militaire* combats rebelle* milice* blindés drone* tranchée* artillerie
        djihadiste* jihadiste* attentat* otage* otages accord_de_paix négociations_de_paix casques_bleus invasion
        annexion insurg* terroriste* coup_d'État putsch munitions belligérant* trêve assiégé* frappes bombardé*
        hostilités""",
    "crime": """!meurtre* !assassinat* !procès !tribunal !procureur* !garde_à_vue !mis_en_examen !mise_en_examen
        !cour_d'assises !parquet !police_judiciaire !condamné !condamnée !incarcéré* prison détenu* avocat* juge*
        enquêteurs gendarmes policiers interpellé* arrêté suspect* victime plainte vol braquage cambriolage*
        escroquerie trafic_de_drogue stupéfiants viol agression fraude perquisition* accusé* prévenu réclusion
        homicide poignardé* fusillade narcotrafic* blanchiment jugé verdict appel_du_jugement peine""",
    "disaster": """!séismes !éruptions cendres alerte_orange !séisme !tremblement_de_terre !inondation* !incendie*
        !explosion !naufrage !crash !avalanche !éboulement !tsunami !éruption !ouragan !cyclone
        !glissement_de_terrain !déraillement pompiers secouristes secours sinistr* évacué* évacués victimes blessés
        accident collision noyé* décombres effondrement crue* dégâts disparus feux_de_forêt flammes sauveteurs
        magnitude !volcan rescapé* carambolage catastrophe""",
    "economy": """!inflation !bourse !croissance_économique !PIB !chiffre_d'affaires !bénéfice* !actionnaire*
        !taux_d'intérêt !banque_centrale !investisseur* !CAC_40 !faillite !exportations économie économique*
        entreprise* marché* milliards millions_d'euros investissement* commerce industriel* industrie* usine* rachat
        fusion groupe start-up emprunt* dette déficit budget consommateurs prix_du_pétrole pétrole droits_de_douane
        tarifs_douaniers importations ventes pouvoir_d'achat banque* fiscal* trimestre PDG liquidation
        redressement_judiciaire dividende* récession obligations""",
    "education": """!école* !élève* !lycée* !collégien* !lycéen* !enseignant* !université* !étudiant* !baccalauréat
        !rentrée_scolaire !éducation_nationale professeur* classe* scolaire* programme_scolaire manuels rectorat
        académie Parcoursup diplôme* campus maternelle apprentissage_de_la_lecture cours_de_récréation instituteur*
        institutrice* harcèlement_scolaire brevet enseignement""",
    "environment": """!réchauffement_climatique !changement_climatique !biodiversité !pollution !déforestation
        !gaz_à_effet_de_serre !émissions_de_CO2 !espèces_menacées !écosystème* !pesticides environnement* écologi*
        climat énergies_renouvelables renouvelable* éolien* déchets recyclage plastique* océans forêt* carbone
        nappe_phréatique nappes_phréatiques zones_humides rivière* faune flore espèce* protégée* parc_national
        sécheresse glacier* biologiste* braconnage loup ours""",
    "health": """!hôpital !hôpitaux !vaccin* !épidémie !pandémie !patient* !maladie* !cancer !virus !médicament*
        !soignant* !médecin* santé sanitaire* infirmier* infirmière* traitement chirurg* urgences diagnostic
        contamin* symptôme* grippe Covid dépistage essai_clinique pharmac* OMS obésité diabète psychiatr*
        santé_mentale généraliste* déserts_médicaux hospitalis* infection* grossesse maternité cardiaque*""",
    "human": """!insolite !record_du_monde !famille_royale !jumeaux !jumelles !centenaire !mascotte
        !anniversaire_de_mariage !retrouvailles Guinness célébrité* people star chien chat perroquet
        animal_de_compagnie retrouvé_son_propriétaire gagnant loto cagnotte doyenne doyen prince princesse baptême
        coup_de_foudre bouteille_à_la_mer mariage_princier naissance_royale""",
    "labor": """docker* médiat* reprise_du_travail !grève* !syndicat* !grévistes !préavis_de_grève !licenciement*
        !chômage !plan_social !CGT !CFDT !débrayage !retraites salarié* salaires salaire emploi* demandeurs_d'emploi
        conditions_de_travail négociations_salariales convention_collective intérimaire* SMIC télétravail prud'hommes
        débrayé piquet employeur* embauche* patronat semaine_de_quatre_jours suppressions_de_postes cheminots
        intersyndicale""",
    "lifestyle": """!recette !gastronom* !vacances !voyageur* !tourisme !touriste* !mode_d'emploi !jardinage
        !randonnée !défilé_de_mode !haute_couture restaurant* chef_étoilé cuisine cuisinier* vin vins week-end hôtel*
        plage* décoration couturier* mannequin* collection_printemps camping bien-être yoga loisirs jeu_de_société
        escapade balade gourmand* dessert four ingrédients étoilé* sommelier* jardin potager""",
    "politics": """!ambassadeur* partenariat !ministre* !président_de_la_République !Assemblée_nationale !député*
        !sénateur* !élection* !scrutin !motion_de_censure !gouvernement !projet_de_loi !Premier_ministre !référendum
        !parlement* !chef_de_l'État !second_tour Sénat parti candidat* maire vote électeurs électeur coalition
        réforme diplomat* sommet ambassad* chancelier chancelière opposition législatives municipales présidentielle
        remaniement campagne_électorale sondage* bulletin majorité !traité visite_officielle conseil_municipal élus
        président Élysée Matignon sanctions ONU Union_européenne""",
    "religion": """!pape !Vatican !évêque* !église_catholique !mosquée* !synagogue* !imam* !rabbin* !cardinal
        !cardinaux !conclave !pèlerin* !diocèse messe prêtre* catholique* musulman* protestant* juif juifs
        bouddhiste* ramadan Pâques religieux religieuse* foi laïcité cathédrale prière* archevêque monastère théolog*
        encyclique islam chrétien* synode canonisation""",
    "science": """!chercheurs !chercheur !scientifique* !astronome* !télescope !satellite !fusée !NASA !laboratoire
        !intelligence_artificielle !physicien* !découverte_scientifique étude_publiée revue_Nature recherche*
        spatial* planète astronaute* orbite génome ADN fossile* paléontolog* archéolog* logiciel* algorithme* robot*
        smartphone* puce* quantique cyberattaque* application numérique ingénieur* lune mars sonde exoplanète*
        données particule* technolog*""",
    "society": """!migrants !réfugiés !sans-abri !discrimination* !racisme !égalité_femmes-hommes !féminist*
        !natalité !démographi* !mariage_pour_tous !demandeurs_d'asile pauvreté précarité immigration association*
        bénévole* LGBT homophobie sexisme handicap* familles population recensement logement_social solidarité
        banque_alimentaire violences_conjugales personnes_âgées jeunesse inégalités parité exclusion aide_alimentaire""",
    "sport": """!match !football !Ligue_1 !Ligue_des_champions !championnat !tournoi !entraîneur buts !buteur !rugby
        !tennis !Tour_de_France !Jeux_olympiques !médaille* !coupe_du_monde !sélectionneur !penalty !mi-temps club
        équipe joueur* joueuse* victoire défaite finale demi-finale quart_de_finale supporters stade arbitre
        cycliste* coureur* étape podium athlète* sprint marathon basket handball Formule_1 Grand_Prix pilote
        transfert mercato gardien attaquant défenseur Roland-Garros set saison olympique* natation XV_de_France
        classement""",
    "weather": """!météo !Météo-France !prévisions !averses !vigilance_orange !vigilance_jaune !canicule
        !températures !ensoleillé !éclaircies !nuageux orages orage pluie* vent neige verglas brouillard degrés
        rafales ciel soleil mercure gel gelées thermomètre perturbation anticyclone dépression bulletin_météo
        intempéries""",
}
