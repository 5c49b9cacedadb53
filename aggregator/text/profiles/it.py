"""Italian words that speak for subjects."""

PROFILE = {
    "arts": """!film !cinema !regista !romanzo !concerto !concerti !teatro !mostra !museo !musei !festival attore attrice
        cantante musicist* musica scrittore scrittrice pittor* dipint* scultur* artist* orchestra opera libro""",
    "conflict": """!guerra !cessate_il_fuoco !bombardament* !raid_aere* !truppe !missil* !offensiva !invasione !tregua
        fronte esercito soldat* militar* ribell* milizi* drone droni ostagg* caschi_blu terrorist* colpo_di_Stato""",
    "crime": """!omicidio !assassin* !processo_penale !procuratore !tribunale !condannat* !arrestat* !indagat* !sentenza
        !requisitoria carcere giudic* polizia carabinieri sospett* rapina furto truffa droga avvocat* mafia indagine
        vittima""",
    "disaster": """!terremoto !sisma !alluvion* !incendio !incendi !esplosione !naufragio !valanga !tsunami !eruzione
        !uragano vigili_del_fuoco soccorritori macerie sfollat* crollo crolli dispers* magnitudo frana scossa""",
    "economy": """!inflazione !borsa !PIL !tassi_di_interesse !banca_centrale !investitori !azionist* !fallimento !dazi
        !esportazioni economia economic* mercato mercati miliardi impres* aziend* trimestre debito deficit spread ricavi
        utili""",
    "education": """!scuol* !studenti !studentesse !università !docenti !insegnant* !maturità !aule alunn* esam* ateneo
        preside rettor* lezioni istruzione diploma laurea""",
    "environment": """!cambiamento_climatico !riscaldamento_globale !biodiversità !inquinamento !deforestazione
        !gas_serra !ghiacciai clima ambientalist* ambiental* rinnovabil* eolic* rifiuti riciclo plastica foreste specie
        siccità fauna""",
    "health": """!ospedal* !vaccin* !epidemia !pandemia !pazienti !malattia !malattie !cancro !virus !medici sanitari*
        salute infermier* chirurg* terapia diagnosi contagi* sintomi influenza farmac* tumor*""",
    "human": """!curiosità !famiglia_reale !gemelli !gemelle !centenari* !lotteria Guinness celebrità principe principessa
        cane gatto nozze compleanno ritrovat* anello mascotte vip""",
    "labor": """!sciopero !scioperi !sindacat* !licenziament* !disoccupazione !cassa_integrazione !CGIL lavoratori
        lavoratrici salari salario stipend* pension* contratto_nazionale occupazione operai vertenza esuberi""",
    "lifestyle": """!ricett* !turist* !turismo !vacanze !giardinaggio !sfilata !passerella ristorant* chef cucina vino vini
        albergo hotel spiaggia spiagge escursion* ingredienti forno moda stilist*""",
    "politics": """!ministr* !Senato !parlament* !deputat* !senator* !elezioni !governo !referendum !premier
        !presidente_del_Consiglio !disegno_di_legge partito opposizione maggioranza coalizione riforma candidat* sindaco
        vertice ambasciator* trattato sanzioni sondagg* Quirinale""",
    "religion": """!papa !Vaticano !vescov* !moschea !sinagoga !imam !rabbin* !cardinali !conclave !pellegrin* messa prete
        sacerdot* cattolic* musulman* ebre* cattedrale fedeli preghiera diocesi monastero""",
    "science": """!ricercatori !scienziat* !astronom* !telescopio !satellit* !razzo !NASA !laboratorio
        !intelligenza_artificiale !fisici pianeta astronaut* orbita genoma DNA fossil* archeolog* algoritm* robot sonda
        rivista_scientifica studio""",
    "society": """!migranti !rifugiati !senzatetto !discriminazion* !razzismo !natalità !femminist* !richiedenti_asilo
        povertà immigrazione volontari* disabil* anziani disuguaglianz* popolazione omofobia barconi""",
    "sport": """!calcio !campionato !Serie_A !derby !gol !allenatore !centrocampista !attaccante !portiere !tennis
        !Olimpiadi !medaglia !medaglie !rigore !capolista squadra giocator* vittoria sconfitta finale semifinale stadio
        arbitro ciclist* tappa Formula_1 ripresa tifosi""",
    "weather": """!meteo !previsioni !temporali !temperature !nevicat* !ondata_di_calore !precipitazioni pioggia piogge
        vento neve gelo nebbia gradi sole nuvol* grandine anticiclone perturbazione allerta_gialla""",
}
