"""Common words of news in eight languages: what lets a headline meet its translation when no name is shared.

Our own list, a concept a line (indented lines continue it): English, French,
German, Spanish, Italian, Polish, Korean, Arabic, each with one or more
words, separated by bars; a dash where nothing short fits. Words are compared by stem; Korean and Arabic ones by their
beginning.
"""

LANGUAGES = ("en", "fr", "de", "es", "it", "pl", "ko", "ar")

_WRITTEN = """
killed dead death deaths dies|tué mort morts mortel meurt décès|
  tot tote getötet tod toter gestorben stirbt|muerto muertos muere muerte|morto morti muore morte|
  zginęli zabity śmierć ofiar zmarł nie żyje|사망 숨져 숨진|مقتل قتلى وفاة قتل
injured wounded hurt|blessé blessés|verletzt verletzte|herido heridos|ferito feriti|
  ranny ranni rannych|부상 다친|جرحى إصابة مصابين
fire blaze|incendie feu|brand feuer|incendio fuego|incendio rogo|pożar|화재 불|حريق
crash accident collision|accident collision|unfall absturz zusammenstoß|accidente choque|
  incidente scontro|wypadek|사고 추락 충돌|حادث تحطم اصطدام
sinks sank sinking shipwreck|naufrage coule coulé|gesunken sinkt untergang|
  hundimiento hunde naufragio|affonda naufragio|zatonął|침몰|غرق
ferry ship vessel boat|ferry navire bateau|fähre schiff boot|ferri barco buque|traghetto nave barca|
  prom statek łódź|여객선 선박 배|عبارة سفينة قارب
captain|capitaine commandant|kapitän|capitán|capitano|kapitan|선장|قبطان
plane aircraft flight|avion vol|flugzeug flug|avión vuelo|aereo volo|samolot lot|
  항공기 비행기 항공편|طائرة رحلة
airport|aéroport|flughafen|aeropuerto|aeroporto|lotnisko|공항|مطار
train railway rail|train ferroviaire|zug bahn|tren ferroviario|treno ferrovia|pociąg kolej|
  열차 철도|قطار
bridge|pont|brücke|puente|ponte|most|다리 교량|جسر
car vehicle driver|voiture véhicule conducteur|auto wagen fahrer|coche vehículo conductor|
  auto macchina conducente|samochód kierowca|자동차 차량 운전자|سيارة سائق
earthquake quake|séisme tremblement|erdbeben|terremoto sismo|terremoto sisma|trzęsienie|지진|زلزال
storm hurricane typhoon|tempête ouragan typhon|sturm hurrikan taifun|tormenta huracán tifón|
  tempesta uragano tifone|burza huragan tajfun|태풍 폭풍|إعصار عاصفة
flood floods flooding|inondation inondations crue|hochwasser flut überschwemmung|
  inundación inundaciones|alluvione inondazione|powódź|홍수 침수|فيضان فيضانات
volcano eruption|volcan éruption|vulkan ausbruch|volcán erupción|vulcano eruzione|wulkan erupcja|
  화산 분화|بركان ثوران
drought|sécheresse|dürre|sequía|siccità|susza|가뭄|جفاف
snow|neige|schnee|nieve|neve|śnieg|눈 폭설|ثلوج
police|police policier|polizei polizist|policía|polizia|policja policjant|경찰|شرطة
arrested arrest detained|arrêté arrestation interpellé garde|festgenommen verhaftet festnahme|
  detenido detención arrestado|arrestato arresto|zatrzymany aresztowany|체포 구속|توقيف اعتقال أوقفت
court judge trial|tribunal juge procès cour|gericht richter prozess|tribunal juez juicio|
  tribunale giudice processo|sąd sędzia proces|법원 판사 재판|محكمة قاض محاكمة
prison jail sentenced|prison condamné|gefängnis haft verurteilt|prisión cárcel condenado|
  carcere prigione condannato|więzienie skazany|징역 교도소|سجن حكم
murder homicide|meurtre assassinat homicide|mord ermordet|asesinato homicidio|omicidio assassinio|
  morderstwo zabójstwo|살인 살해|جريمة اغتيال
attack attacked|attaque attentat|angriff anschlag|ataque atentado|attacco attentato|atak zamach|
  공격 테러|هجوم اعتداء
shooting gunman shot|fusillade tireur tirs|schüsse schießerei schütze|tiroteo disparos|
  sparatoria spari|strzelanina strzały|총격|إطلاق نار
bomb explosion blast|bombe explosion|bombe explosion|bomba explosión|bomba esplosione|
  bomba eksplozja wybuch|폭탄 폭발|قنبلة انفجار
war conflict|guerre conflit|krieg konflikt|guerra conflicto|guerra conflitto|wojna konflikt|
  전쟁 분쟁|حرب صراع
army military troops soldiers|armée militaire soldats troupes|armee militär soldaten truppen|
  ejército militar soldados tropas|esercito militare soldati truppe|armia wojsko żołnierze|
  군 군대 병력|جيش جنود قوات
missile rocket|missile roquette|rakete raketen|misil cohete|missile razzo|rakieta|미사일 로켓|صاروخ
peace ceasefire truce|paix cessez trêve|frieden waffenruhe|paz tregua|pace tregua|pokój rozejm|
  평화 휴전|سلام هدنة
treaty agreement deal accord|accord traité|abkommen einigung vertrag|acuerdo tratado|
  accordo trattato|umowa porozumienie traktat|합의 협정 조약|اتفاق معاهدة
president|président présidente|präsident präsidentin|presidente presidenta|presidente|prezydent|
  대통령|رئيس
minister ministry|ministre ministère|minister ministerin ministerium|ministro ministra ministerio|
  ministro ministero|minister ministerstwo|장관|وزير وزارة
government|gouvernement|regierung|gobierno|governo|rząd|정부|حكومة
parliament senate congress|parlement sénat congrès|parlament senat kongress bundestag|
  parlamento senado congreso|parlamento senato congresso|parlament senat sejm kongres|국회 의회|
  برلمان
resigns resignation quits|démission démissionne|rücktritt zurückgetreten|dimite dimisión renuncia|
  dimissioni dimette|rezygnacja dymisja|사임 사퇴|استقالة يستقيل
election elections vote poll|élection élections vote scrutin|wahl wahlen abstimmung|
  elección elecciones voto|elezioni elezione voto|wybory głosowanie|선거 투표|انتخابات تصويت
campaign|campagne|kampagne wahlkampf|campaña|campagna|kampania|캠페인 유세|حملة
opposition|opposition|opposition|oposición|opposizione|opozycja|야당|معارضة
law bill|loi projet|gesetz|ley|legge|ustawa prawo|법 법안|قانون
budget|budget budgétaire|haushalt etat|presupuesto|bilancio|budżet|예산|ميزانية
tax taxes|taxe impôt impôts|steuer steuern|impuesto impuestos|tassa tasse|podatek podatki|세금 과세|
  ضريبة ضرائب
finance financial|finances financier|finanzen|finanzas hacienda|finanze|finanse|재정 금융|مالية
economy economic|économie économique|wirtschaft|economía|economia|gospodarka|경제|اقتصاد
bank|banque|bank|banco|banca|bank|은행|بنك مصرف
price prices|prix|preis preise|precio precios|prezzo prezzi|cena ceny|가격|أسعار سعر
market shares stocks|marché bourse actions|markt börse aktien|mercado bolsa acciones|
  mercato borsa azioni|rynek giełda akcje|시장 주가|سوق أسهم
company firm|entreprise société|unternehmen firma konzern|empresa compañía|azienda impresa società|
  firma spółka|기업 회사|شركة
job jobs employment unemployment|emploi emplois chômage|job stellen arbeitslos|
  empleo desempleo paro|lavoro disoccupazione|praca bezrobocie|일자리 실업|وظائف بطالة
strike walkout|grève|streik ausstand|huelga paro|sciopero|strajk|파업|إضراب
workers union|travailleurs salariés syndicat|arbeiter beschäftigte gewerkschaft|
  trabajadores sindicato|lavoratori sindacato|pracownicy związek|노조 노동자|عمال نقابة
pay wage wages salary|salaire salaires|lohn gehalt|salario sueldo|salario stipendio|płace pensja|
  임금|أجور رواتب
pension pensions retirement|retraite retraites|rente renten|pensión pensiones jubilación|
  pensione pensioni|emerytura|연금|معاش تقاعد
protest protests demonstration|manifestation manifestants protestation|
  protest proteste demonstration|protesta protestas manifestación|protesta manifestazione|
  protest demonstracja|시위 집회|احتجاج مظاهرة
mine miners mining|mine mineurs|mine bergleute bergwerk|mina mineros|miniera minatori|
  kopalnia górnicy|광산 광부|منجم
copper|cuivre|kupfer|cobre|rame|miedź|구리|نحاس
oil|pétrole|öl erdöl|petróleo|petrolio|ropa|석유 원유|نفط
gas|gaz|gas|gas|gas|gaz|가스|غاز
coal|charbon|kohle|carbón|carbone|węgiel|석탄|فحم
nuclear|nucléaire|atom nuklear kernkraft|nuclear|nucleare|nuklearny jądrowy|핵 원전|نووي
energy power electricity|énergie électricité|energie strom|energía electricidad|energia elettricità|
  energia prąd|에너지 전력|طاقة كهرباء
factory plant|usine|fabrik werk|fábrica planta|fabbrica stabilimento|fabryka zakład|공장|مصنع
battery batteries|batterie batteries|batterie batterien|batería baterías|batteria batterie|
  bateria baterie|배터리|بطاريات
water|eau|wasser|agua|acqua|woda|물 수돗물|مياه
dam|barrage|staudamm|presa embalse|diga|zapora|댐|سد
climate warming|climat climatique réchauffement|klima erderwärmung|clima climático calentamiento|
  clima climatico riscaldamento|klimat|기후 온난화|مناخ
forest|forêt|wald|bosque|foresta bosco|las|숲 산림|غابات
virus coronavirus epidemic outbreak|virus coronavirus épidémie|virus coronavirus epidemie ausbruch|
  virus coronavirus epidemia brote|virus coronavirus epidemia|wirus koronawirus epidemia|
  바이러스 코로나 감염|فيروس كورونا وباء
vaccine vaccination|vaccin vaccination|impfung impfstoff|vacuna vacunación|vaccino vaccinazione|
  szczepionka szczepienia|백신 접종|لقاح تطعيم
hospital doctor patients|hôpital médecin patients|krankenhaus klinik arzt patienten|
  hospital médico pacientes|ospedale medico pazienti|szpital lekarz pacjenci|병원 의사 환자|
  مستشفى طبيب مرضى
health|santé|gesundheit|salud sanidad|salute sanità|zdrowie|보건 건강|صحة
cases infected|cas contaminés|fälle infizierte infiziert|casos contagios infectados|
  casi contagi infetti|przypadki zakażeń|확진|إصابات
lockdown quarantine|confinement quarantaine|lockdown quarantäne|confinamiento cuarentena|
  quarantena isolamento|kwarantanna|봉쇄 격리|حجر
school students pupils|école élèves étudiants|schule schüler studenten|
  escuela colegio alumnos estudiantes|scuola studenti alunni|szkoła uczniowie studenci|학교 학생|
  مدرسة طلاب
child children|enfant enfants|kind kinder|niño niños|bambino bambini|dziecko dzieci|어린이 아이|
  أطفال طفل
woman women|femme femmes|frau frauen|mujer mujeres|donna donne|kobieta kobiety|여성|امرأة نساء
man men|homme hommes|mann männer|hombre hombres|uomo uomini|mężczyzna|남성 남자|رجل
family|famille|familie|familia|famiglia|rodzina|가족|عائلة أسرة
migrants refugees|migrants réfugiés|migranten flüchtlinge|migrantes refugiados|migranti profughi|
  migranci uchodźcy|이민 난민|مهاجرين لاجئين
border|frontière|grenze|frontera|confine|granica|국경|حدود
sanctions|sanctions|sanktionen|sanciones|sanzioni|sankcje|제재|عقوبات
visit|visite|besuch|visita|visita|wizyta|방문|زيارة
summit meeting talks|sommet réunion pourparlers négociations|gipfel treffen gespräche verhandlungen|
  cumbre reunión negociaciones|vertice incontro trattative|szczyt spotkanie rozmowy|
  정상회담 회의 협상|قمة اجتماع محادثات
king queen prince royal|roi reine prince royal|könig königin prinz|rey reina príncipe|
  re regina principe|król królowa książę|왕 여왕 왕자|ملك ملكة أمير
church pope|église pape|kirche papst|iglesia papa|chiesa papa|kościół papież|교회 교황|كنيسة بابا
match game win wins won victory|match victoire gagne bat remporte|spiel sieg gewinnt|
  partido victoria gana|partita vittoria vince|mecz zwycięstwo wygrywa|경기 승리 우승|مباراة فوز
football soccer league|football ligue|fußball liga|fútbol liga|calcio lega|piłka liga|축구 리그|
  كرة دوري
team player coach|équipe joueur entraîneur|mannschaft spieler trainer|equipo jugador entrenador|
  squadra giocatore allenatore|drużyna piłkarz trener|팀 선수 감독|فريق لاعب مدرب
final cup champion championship|finale coupe champion championnat|
  finale pokal meister meisterschaft|final copa campeón campeonato|finale coppa campione campionato|
  finał puchar mistrz|결승 컵 챔피언|نهائي كأس بطل بطولة
tennis|tennis|tennis|tenis|tennis|tenis|테니스|تنس
film movie actor actress|film acteur actrice cinéma|film schauspieler schauspielerin kino|
  película actor actriz cine|film attore attrice cinema|film aktor aktorka kino|영화 배우|فيلم ممثل
music singer song|musique chanteur chanteuse chanson|musik sänger sängerin lied|
  música cantante canción|musica cantante canzone|muzyka piosenkarz|음악 가수|موسيقى مغني
book writer novel|livre écrivain roman|buch autor roman|libro escritor novela|
  libro scrittore romanzo|książka pisarz|책 작가 소설|كتاب كاتب رواية
museum painting|musée tableau|museum gemälde|museo cuadro|museo quadro|muzeum obraz|박물관 그림|
  متحف لوحة
space moon satellite|espace lune satellite spatial|weltraum mond satellit|espacio luna satélite|
  spazio luna satellite|kosmos księżyc satelita|우주 달 위성|فضاء قمر
probe launch launches|sonde lancement lance|sonde start startet|sonda lanzamiento lanza|
  sonda lancio lancia|sonda start|탐사선 발사|مسبار إطلاق
science study researchers|science étude chercheurs|wissenschaft studie forscher|
  ciencia estudio investigadores|scienza studio ricercatori|nauka badanie naukowcy|과학 연구|
  علم دراسة باحثون
phone internet app|téléphone internet application|handy internet app|teléfono internet aplicación|
  telefono internet app|telefon internet aplikacja|휴대전화 인터넷|هاتف إنترنت
investigation inquiry probe|enquête|ermittlung ermittlungen untersuchung|investigación|
  indagine inchiesta|śledztwo dochodzenie|수사 조사|تحقيق
report|rapport|bericht|informe|rapporto|raport|보고서|تقرير
rescue rescued survivors|sauvetage secourus rescapés survivants secours|
  rettung gerettet überlebende|rescate rescatados supervivientes|soccorso salvati superstiti|
  ratunek uratowani|구조 생존자|إنقاذ ناجون
missing search|disparu disparus recherches|vermisst vermisste suche|
  desaparecido desaparecidos búsqueda|disperso dispersi ricerche|zaginiony poszukiwania|실종 수색|
  مفقود بحث
passengers|passagers|passagiere fahrgäste|pasajeros|passeggeri|pasażerowie|승객|ركاب
aid tents relief|aide tentes secours|hilfe zelte hilfsgüter|ayuda tiendas|aiuti tende|pomoc namioty|
  구호 지원|مساعدات خيام
compensation|indemnisation compensation|entschädigung|compensación indemnización|risarcimento|
  odszkodowanie|보상|تعويض
villagers residents|habitants riverains|anwohner bewohner|vecinos habitantes|residenti abitanti|
  mieszkańcy|주민|سكان
million|million millions|million millionen|millón millones|milione milioni|milion milionów|백만|
  مليون
billion|milliard milliards|milliarde milliarden|milmillones|miliardo miliardi|miliard|억|مليار
year years|an ans année|jahr jahre|año años|anno anni|rok lata|년|عام سنة
euro euros|euro euros|euro|euro euros|euro|euro|유로|يورو
dollar dollars|dollar dollars|dollar|dólar dólares|dollaro dollari|dolar|달러|دولار
opens opening inaugurated|ouvre ouverture inauguré inaugure|eröffnet eröffnung|
  abre apertura inaugura|apre apertura inaugura|otwarcie otwiera|개통 개막|افتتاح يفتتح
closed closes closure|fermé ferme fermeture|geschlossen schließt schließung|cerrado cierra cierre|
  chiuso chiude chiusura|zamknięty zamyka|폐쇄|إغلاق
ban banned bans|interdit interdiction|verbot verboten verbietet|prohíbe prohibición|vieta divieto|
  zakaz|금지|حظر
warning warns|alerte avertit|warnung warnt|advierte alerta|avverte allerta|ostrzega ostrzeżenie|
  경고|تحذير يحذر
stolen theft robbery|volé vol cambriolage|gestohlen diebstahl raub|robado robo|rubato furto rapina|
  kradzież napad|도난 절도|سرقة
drug drugs cocaine|drogue cocaïne stupéfiants|drogen kokain|droga cocaína|droga cocaina|
  narkotyki kokaina|마약|مخدرات
rape sexual abuse|viol sexuel abus|vergewaltigung sexuell missbrauch|violación sexual abuso|
  stupro sessuale abuso|gwałt seksualny|성폭행|اغتصاب
dog dogs|chien chiens|hund hunde|perro perros|cane cani|pies psy|개|كلب
animals animal|animaux animal|tier tiere|animales animal|animali animale|zwierzęta|동물|حيوان
farmers farm|agriculteurs ferme|bauern landwirte|agricultores granja|agricoltori|rolnicy|농민 농가|
  مزارعون مزارع
food|nourriture alimentaire|lebensmittel essen|alimentos comida|cibo alimenti|żywność jedzenie|식품|
  غذاء
city town|ville|stadt|ciudad|città|miasto|도시 시|مدينة
capital|capitale|hauptstadt|capital|capitale|stolica|수도|عاصمة
world|monde mondial|welt|mundo mundial|mondo mondiale|świat|세계|عالم
laboratory|laboratoire|labor|laboratorio|laboratorio|laboratorium|실험실 제약사|مختبر
chancellor|chancelier chancelière|kanzler kanzlerin|canciller|cancelliere|kanclerz|총리|مستشار
runoff|second tour|stichwahl|segunda vuelta|ballottaggio|druga tura|결선|جولة
tourism tourists|tourisme touristes|tourismus touristen|turismo turistas|turismo turisti|
  turystyka turyści|관광|سياحة سياح
new|nouveau nouvelle|neu neue neuer|nuevo nueva|nuovo nuova|nowy nowa|새|جديد
crisis|crise|krise|crisis|crisi|kryzys|위기|أزمة
pandemic covid corona|pandémie covid corona|pandemie covid corona|pandemia covid corona|
  pandemia covid corona|pandemia covid korona|팬데믹 코로나|جائحة كوفيد
measures rules restrictions|mesures règles restrictions|maßnahmen regeln beschränkungen auflagen|
  medidas reglas restricciones|misure regole restrizioni|obostrzenia zasady|규제 조치|إجراءات قيود
easing reopen reopening|assouplissement réouverture rouvre|lockerung lockerungen öffnet|
  desescalada reapertura reabre|riapertura riapre|luzowanie|완화 재개|تخفيف
tests testing|tests dépistage|test tests|pruebas test|test tamponi|testy|검사 진단|فحص فحوص
infections|contaminations infections|infektionen neuinfektionen ansteckung|contagios infecciones|
  contagi|zakażenia|감염|عدوى
party|parti|partei|partido|partito|partia|정당 당|حزب
people|gens personnes|menschen leute|gente personas|gente persone|ludzie|사람|الناس
europe european|europe européen|europa europäisch europäische|europa europeo|europa europeo|
  europa europejski|유럽|أوروبا أوروبي
ambassador embassy diplomat|ambassadeur ambassade diplomate|botschafter botschaft diplomat|
  embajador embajada diplomático|ambasciatore ambasciata|ambasador ambasada|대사 외교|سفير سفارة
weather forecast|météo prévisions|wetter vorhersage|tiempo pronóstico|meteo previsioni|
  pogoda prognoza|날씨|طقس
demands demand calls|exige réclame demande|fordert forderung verlangt|exige pide reclama|
  chiede esige|żąda|요구|يطالب طالب
threatens threat|menace menaces|droht drohung bedrohung|amenaza amenazas|minaccia|grozi groźba|위협|
  يهدد تهديد
charges charged indictment accused|accusé inculpé accusation|anklage angeklagt vorwurf|
  acusado cargos acusación|accusato accusa|oskarżony zarzuty|기소 혐의|اتهام متهم
travel holiday|voyage vacances|reise reisen urlaub|viaje vacaciones|viaggio vacanze|podróż wakacje|
  여행|سفر
plan plans|plan projet|plan pläne|plan planes|piano|plan plany|계획|خطة
funeral buried|funérailles obsèques|beerdigung beisetzung|funeral entierro|funerale|pogrzeb|장례|
  جنازة
support backs endorses|soutien soutient appui|unterstützung unterstützt|apoyo apoya respalda|
  sostegno appoggia|poparcie|지지 지원|دعم يدعم
leader chief head|chef dirigeant leader|chef anführer führer|líder jefe|leader capo|lider szef|
  대표 지도자|زعيم
russia russian moscow|russie russe moscou|russland russisch moskau|rusia ruso moscú|
  russia russo mosca|rosja rosyjski moskwa|러시아|روسيا روسي موسكو
germany german berlin|allemagne allemand berlin|deutschland deutsch deutsche berlin|
  alemania alemán berlín|germania tedesco berlino|niemcy niemiecki berlin|독일|ألمانيا ألماني
france french paris|france français paris|frankreich französisch paris|francia francés parís|
  francia francese parigi|francja francuski paryż|프랑스|فرنسا فرنسي باريس
britain british london uk|britannique royaume londres|großbritannien britisch london|
  británico londres reino|britannico londra|brytania londyn|영국|بريطانيا لندن
italy italian rome|italie italien rome|italien italienisch rom|italia italiano roma|
  italia italiano roma|włochy włoski rzym|이탈리아|إيطاليا
spain spanish madrid|espagne espagnol madrid|spanien spanisch madrid|españa español madrid|
  spagna spagnolo madrid|hiszpania hiszpański madryt|스페인|إسبانيا
austria austrian vienna|autriche autrichien vienne|österreich österreichisch wien|
  austria austriaco viena|austria austriaco vienna|austria wiedeń|오스트리아|النمسا
turkey turkish ankara|turquie turc ankara|türkei türkisch ankara|turquía turco ankara|turchia turco|
  turcja turecki|터키|تركيا تركي
china chinese beijing|chine chinois pékin|china chinesisch peking|china chino pekín|
  cina cinese pechino|chiny chiński pekin|중국|الصين صيني
usa american america washington|américain amérique washington|amerika amerikanisch usa washington|
  estadounidense washington eeuu|americano usa washington|usa amerykański|미국|أمريكا أمريكي واشنطن
korea korean|corée coréen|korea koreanisch|corea coreano|corea coreano|korea koreański|한국 북한|
  كوريا كوري
japan japanese tokyo|japon japonais tokyo|japan japanisch tokio|japón japonés tokio|
  giappone giapponese|japonia japoński|일본|اليابان
israel israeli|israël israélien|israel israelisch|israel israelí|israele israeliano|
  izrael izraelski|이스라엘|إسرائيل
iran iranian tehran|iran iranien téhéran|iran iranisch teheran|irán iraní teherán|iran iraniano|
  iran irański|이란|إيران
ukraine ukrainian kiev kyiv|ukraine ukrainien kiev|ukraine ukrainisch kiew|ucrania ucraniano kiev|
  ucraina ucraino|ukraina ukraiński|우크라이나|أوكرانيا
green greens environment|vert verts environnement|grün grüne umwelt|verde verdes medioambiente|
  verde verdi ambiente|zielony zieloni środowisko|환경|بيئة
social|social sociale|sozial soziale|social|sociale|społeczny|사회|اجتماعي
state federal|état fédéral|staat bund land|estado federal|stato federale|państwo|정부|دولة
regional region|région régional|region regional|región regional|regione|region|지역|إقليم منطقة
""".strip()
CONCEPTS = tuple(_WRITTEN.replace("\n  ", "").splitlines())

# The subject of news (`text/subjects.py`) that a concept speaks for, named by its first word; others are of none.
_SUBJECTS = """
disaster: killed injured fire crash sinks ferry earthquake storm flood volcano drought rescue missing
weather: snow weather
crime: police arrested court prison murder attack investigation stolen drug rape charges
conflict: shooting bomb war army missile peace
politics: treaty president minister government parliament resigns election campaign opposition law protest border
  sanctions visit summit chancellor runoff party ambassador support
economy: budget tax finance economy bank price market company mine copper oil gas coal factory battery euro dollar farmers
labor: job strike workers pay pension
environment: climate forest green
health: virus vaccine hospital health cases lockdown pandemic measures easing tests infections
education: school
society: migrants
religion: church
sport: match football team final tennis
arts: film music book museum
science: space probe science phone
lifestyle: tourism travel
"""


def _subjects() -> dict[int, str]:
    numbers = {line.split("|")[0].split()[0]: number for number, line in enumerate(CONCEPTS)}
    lines = (line.partition(":") for line in _SUBJECTS.replace("\n  ", " ").strip().splitlines())
    return {numbers[word]: subject for subject, _, words in lines for word in words.split()}


SUBJECTS = _subjects()  # number of a concept -> subject
