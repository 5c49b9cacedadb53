"""Polish words that speak for subjects."""

PROFILE = {
    "arts": """!film* !kino !kinow* !reżyser* !koncert* !teatr* !muzeum !festiwal* !powieś* !pisarz* !aktor* !aktork*
        !album* !wystaw* muzyk* muzyczn* piosenk* malarz* malarstw* obraz obrazy obrazów spektakl* serial* scenariusz*
        orkiestr* oper* książk* nagrod* literack* artyst* gwiazd* zespoł*""",
    "conflict": """!wojna !wojn* !zawieszeni*_broni !nalot* !rakiet* !ofensyw* !inwazj* !ostrzał* !bojownik*
        !rebeliant* !zamach* !terroryst* armi* żołnierz* wojsk* dron* artyleri* zakładni* okupacj* front* amunicj*
        czołg* bomb* atak* rozejm* pokojow* generał*""",
    "crime": """!morderst* !zabójst* !prokurat* !oskarżon* !skazan* !wyrok* !aresztowan* !zatrzyman* !śledztw*
        !podejrzan* policj* policjan* sąd sądu sądzie sądow* sędzi* proces* więzieni* kradzież* oszust* gwałt* napad*
        przestęp* narkotyk* morderc* kara zarzut* adwokat* strzelanin* korupcj*""",
    "disaster": """!trzęsieni*_ziemi !powódź !powodz* !wulkan* !pożar* !wybuch* !eksplozj* !katastrof* !lawin*
        !tsunami !huragan* !strażac* !strażak* ratowni* ofiar* zgin* rann* ewakuacj* wypadek wypadku wypadk* zderzeni*
        rozbił* utonę* zawali* gruz* osuwisk*""",
    "economy": """!giełd* !inflacj* !gospodark* !gospodarcz* !bank !banku !banki !banków !spółk* akcje akcji
        !inwestor* !recesj* !eksport* !import* !bankruct* !kurs_złotego cena ceny cenach rynek rynk* firm* przedsiębior*
        sprzedaż* zysk* podat* budżet* handl* mld miliard* dolar* euro złot* ropy ropa kredyt* przemysł*""",
    "education": """!szkoł* !uczni* !nauczyciel* !uniwersytet* !student* !matur* !egzamin* !przedszkol* !oświat*
        !lekcj* edukacj* klas* podręczni* rektor* uczelni* wykład* stypendi* dyplom* nauk_zdaln* zajęci* kuratori*""",
    "environment": """!klimat* !emisj* !smog* !zanieczyszcz* !ekolog* !bioróżnorodn* !ociepleni* !środowisk* lasy
        lasów gatunk* zwierzęt* odpad* plastik* energi*_odnawialn* co2 węgl* dwutlen* ochron*_przyrody park*_narodow*
        susz*""",
    "health": """!szpital* !lekarz* !pacjent* !szczepi* !epidemi* !pandemi* !koronawirus* !covid* !zakażen* !zakażon*
        !wirus* !chorob* !nowotw* zdrow* lek leki medycz* pielęgniar* kwarantann* leczeni* objaw* operacj* terapi* test*
        maseczk* grypa grypy""",
    "human": """!niezwykł* !rekord*_guinnessa !ślub* !królewsk* !jubileusz* księż* książę para_młoda urodzin* pies psa
        kot kota bohater* odnalaz* rodzin* wzrusza* zaręczyn* rozwód* rozwod*""",
    "labor": """!strajk* !związk*_zawodow* !związkow* !bezroboci* !zwolnień !zwolnieni* !płaca !płace !płacy
        !wynagrodze* !emerytur* !pracownik* !pracodawc* etat* zatrudni* górni* podwyż* miejsc*_pracy urlop*
        umow*_o_pracę protest*_pracown* negocjacj*""",
    "lifestyle": """!przepis* !kuchni* !restaurac* !moda !mody !podróż* !turyst* !wakacj* !urlopow* !hotel* gotowa*
        danie czekolad* wino plaż* biur*_podróży diet* ogród ogrod* wnętrz* kosmety* uroda urody""",
    "politics": """!wybor* !prezydent* !premier* !sejm* !senat* !parlament* !minister* !ministr* !rząd !rządu !rządem
        !rządow* !poseł* !posła !posłowie !posłów !opozycj* !koalicj* !partia !partii !ustawa !ustawy !ustawę !ustawie
        !referendum !kandydat* !głosowa* kampani* polity* kanclerz* dyplomat* ambasad* szczyt* traktat* sankcj* ue unia
        unii burmistrz* prezes wicepremier*""",
    "religion": """!kościoł* !kościel* !papież* !biskup* !ksiądz !księdz* !msza !mszy !watykan* !islam* !muzułma*
        !katoli* wiernych parafi* modlitw* zakon zakonu zakonni* klasztor* meczet* synagog* pielgrzym* święt*
        arcybiskup* kardynał*""",
    "science": """!naukow* !badacz* !astronom* !sonda_kosmiczna !sondy_kosmicznej !satelit* !kosmos* !kosmicz* !nasa
        !planet* !teleskop* !smartfon* !android* !iphone* !facebook* !google badani* technolog* komputer* internet*
        aplikacj* odkry* gen genów laborator* robot roboty robotów sztuczn*""",
    "society": """!uchodź* !migran* !imigran* !lgbt* !rasizm* !dyskrymin* !równoś* !mniejszo* !aborcj* !bezdomn*
        kobiet* praw*_człowieka feminis* społecz* ubóst* demograf* przemoc*_domow* senior* niepełnospr* protest*""",
    "sport": """!mecz !mecze !meczu !meczów !piłk* !piłkarz* !liga !ligi !ligowy* !mistrzostw* !trener* !bramk* !gol
        !gole !goli !turniej* !olimpi* !medal* !tenis* !siatkar* !żużl* drużyn* zwycięst* finał* półfinał* zawodni*
        kibic* stadion* transfer* klub* puchar* rozgrywk* sezon* wygra* przegra*""",
    "weather": """!pogod* !prognoz*_pogody !imgw !opady !opadów !burza !burze !burzy !mróz !mroz* !upał* !śnieg*
        !temperatur* deszcz* wiatr* zachmurz* stopni słonecz* mgła mgły gołoled* ocieplen*""",
}
