"""Words that tell names of people and organisations from other capitals, by language; folded, our own lists."""

from collections.abc import Mapping

from aggregator.text.words import fold, listed

# Before or after a name, and no part of it.
TITLES: Mapping[str, frozenset[str]] = {
    "fr": listed(
        """president presidente ministre premier première m mme mlle dr pr maitre me depute deputee senateur senatrice maire
        general colonel capitaine roi reine prince princesse pape cardinal juge procureur professeur docteur secretaire
        chancelier chanceliere patron pdg directeur directrice dirigeant dirigeante chef leader porte-parole ex"""
    ),
    "en": listed(
        """president minister prime mr mrs ms miss dr prof sir lady lord senator sen rep representative congressman
        congresswoman mayor governor gov general gen colonel col captain capt king queen prince princess pope cardinal judge
        justice prosecutor professor doctor secretary chancellor chief ceo director coach spokesman spokeswoman leader
        former acting vice attorney"""
    ),
    "de": listed(
        """prasident prasidentin minister ministerin bundeskanzler bundeskanzlerin kanzler kanzlerin herr frau dr prof
        ministerprasident ministerprasidentin burgermeister burgermeisterin general konig konigin prinz papst kardinal
        richter staatsanwalt chef chefin trainer aussenminister aussenministerin innenminister finanzminister sprecher
        sprecherin staatschef machthaber parteichef"""
    ),
    "es": listed(
        """presidente presidenta ministro ministra senor senora sr sra don dona dr senador senadora diputado diputada alcalde
        alcaldesa general coronel rey reina principe princesa papa cardenal juez jueza fiscal profesor canciller lider
        director directora entrenador portavoz"""
    ),
    "it": listed(
        "presidente ministro premier signor signora dr senatore deputato sindaco generale re papa cardinale giudice"
    ),
    "pt": listed(
        "presidente ministro ministra senhor senhora sr sra dr senador deputado prefeito general rei papa juiz"
    ),
    "ru": listed("президент министр премьер глава генерал папа король судья депутат сенатор мэр господин"),
}

# First names that newspapers of our languages print often; folded. A run that begins with one names a person.
GIVEN_NAMES = listed(
    """adam adrien agnes ahmed aisha alain albert alberto alessandro alex alexander alexandra alexandre alexei ali alice amanda
    ana anders andre andrea andreas andrei andrew andrzej angela anna anne annie anthony antoine antonio antonella arnaud
    arthur ayse barack barbara beatrice ben benjamin bernard bernie bill bob boris brigitte bruno camille carla carlos carol
    caroline catherine cecile celine charles charlotte chen chris christian christina christine christophe claire claude
    claudia clement cristina daniel daniela david deborah denis diana didier diego dmitri dominique donald edouard edward
    elena elise elizabeth elon emma emmanuel enrique eric erik ernesto esther eva fabien fatima felix fernando florence
    francesca francesco francis francisco franck francois francoise frank franz frederic friedrich gabriel gabriela gavin
    george georges gerard giorgia giovanni giulia giuseppe gonzalo guillaume gustavo hans hassan heinz helen helena helene
    henri henry hillary hugo ibrahim igor ines ingrid irina isabel isabelle ivan jack jacob jacques james jan jane jason jaume
    javier jean jean-luc jeff jennifer jens jeremy jerome jessica jim joao joe joel johann john jonathan jorge jose joseph juan
    julia julie julien julio jurgen justin kamala karen karim karl karin katharina keir kevin klaus kristin lars laura laurent
    leila leo leon lea liam linda lionel lisa louis louise luca lucas lucia lucie luigi luis lukas luiz magali malik manuel
    marc marcel marco margaret maria marie marina marine mario mark markus marta martin martine mary mateo mathieu matteo
    matthew matthias maurice max maxime mehdi michael michel michele michelle miguel mike mikhail mohamed mohammed monica
    monika mustafa nadia nancy natalia nathalie nicola nicolas nicole nikolai nina noah norbert olaf olga oliver olivier omar
    oscar pablo paolo pascal patrice patricia patrick paul paula paulo pedro peter petra philip philippe pierre pietro rachel
    rafael raphael raul rebecca recep ricardo richard robert roberto roger roland roman ronald rosa ruben ruth salma sam samuel
    sandra sara sarah sebastian sebastien serge sergei sergio silvia simon simone sofia sophie stefan stefano stephan stephane
    stephen steve steven susan sven sylvie tariq teresa theo theresa thierry thomas tim timothy tom tomas tony ursula uwe
    valentin valerie vanessa victor victoria viktor vincent virginie vladimir volodymyr walter werner wilhelm william wolfgang
    xavier xi yann yannick yasmine yoon youssef yuri yves
    владимир александр сергей дмитрий андрей алексей иван михаил николай анна елена мария ольга наталья татьяна юрий виктор
    дональд эммануэль"""
)

# Part of the name of an organisation.
ORGANISATIONS = listed(
    """bank banque banco banca university universite universitat universidad universita institut institute instituto
    ministry ministere ministerium ministerio parti party partei partido partito ligue league liga union conseil council
    consejo agence agency agentur agencia commission comite committee comision cour court tribunal assemblee assembly senat
    senate parlement parliament bundestag congres congress group groupe gruppe grupo company corp inc ltd gmbh sa ag club
    fc federation federacion association asociacion syndicat organisation organization organizacion nations fondation
    foundation fundacion police hopital hospital department departement society authority rights airlines motors energie energy
    petroleum media news press presse"""
)

# Inside a name, in small letters.
PARTICLES = listed("de du des d la le van von der den bin ben al el ibn da do dos das di della zu ter ten of")

# Part of the name of a place, an institution or a day: not a person's.
NO_PERSON = listed(
    """house street avenue city town beach river hill county north south west east lake bay mount park street day series
    sunday cup center centre square bridge island valley airport station school church palace maison rue place avenue gare ville
    mer mont fleuve ile palais stade strasse platz stadt fluss calle plaza rio"""
)

# Capitals that name no one: days, months, and what sentences begin with beyond stop words.
NOT_NAMES = listed(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag
    freitag samstag sonntag januar februar marz april mai juni juli august september oktober november dezember lunes martes
    miercoles jueves viernes sabado domingo photo video live direct update breaking exclusive interview analysis watch read
    according meanwhile however also affaires defense interieur yesterday today tomorrow hier demain etat internet covid"""
)

# Korean, Japanese and Chinese write titles after the name, Arabic before it.
AFTER_NAME: Mapping[str, tuple[str, ...]] = {
    "ko": (
        "대통령", "총리", "장관", "의원", "위원장", "국무위원장", "대표", "회장", "감독", "시장", "지사", "교수", "총장", "씨",
        "국왕", "외무장관", "국방장관", "차관", "대변인",
    ),
    "ja": (
        "大統領", "首相", "総書記", "国家主席", "外相", "大臣", "議員", "知事", "市長", "会長", "社長", "監督", "教授", "選手",
        "氏", "さん", "容疑者", "被告", "官房長官", "総裁", "国王", "教皇",
    ),
    "zh": (
        "总统", "總統", "总理", "總理", "主席", "部长", "部長", "首相", "外长", "议员", "市长", "教授", "先生", "女士",
        "发言人",
    ),
}  # fmt: skip
BEFORE_NAME = listed(
    fold(
        "الرئيس رئيس الوزير وزير السيد السيده الملك الامير الشيخ الدكتور النائب الجنرال البابا القاضي المستشار المستشارة"
    )
)
