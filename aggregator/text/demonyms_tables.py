"""Demonyms by language: ``CODE:form``, where the form is the one from which `demonyms.py` makes the others.

Forms that rules do not give follow after commas. German and Russian give the adjective's stem, then the people after a
slash. Left out are words that say nothing certain: Korean without North or South, English as a language, and those of
uninhabited territories. `CD|CG` is resolved by the rest of the text. Korean, Japanese and Chinese need no table: there
the demonym is the country's name and a suffix.
"""

FRENCH = """
AD:andorran AE:émirati AE:émirien AF:afghan AG:antiguais AL:albanais AM:arménien AO:angolais AR:argentin
AT:autrichien AU:australien AZ:azerbaïdjanais AZ:azéri BA:bosnien BA:bosniaque BB:barbadien BD:bangladais BE:belge
BF:burkinabè BF:burkinabé BG:bulgare BH:bahreïni BI:burundais BJ:béninois BM:bermudien BN:brunéien BO:bolivien
BR:brésilien BS:bahamien BT:bhoutanais BW:botswanais BY:biélorusse BY:bélarusse BZ:bélizien CA:canadien
CD|CG:congolais CF:centrafricain CH:suisse CH:helvétique CI:ivoirien CL:chilien CM:camerounais CN:chinois
CO:colombien CR:costaricien CR:costaricain CU:cubain CV:cap-verdien CY:chypriote CZ:tchèque DE:allemand DJ:djiboutien
DK:danois DM:dominiquais DO:dominicain DZ:algérien EC:équatorien EE:estonien EG:égyptien EH:sahraoui ER:érythréen
ES:espagnol ET:éthiopien FI:finlandais FJ:fidjien FM:micronésien FO:féroïen FR:français GA:gabonais GB:britannique
GB:écossais GB:gallois GD:grenadien GE:géorgien GF:guyanais GH:ghanéen GL:groenlandais GM:gambien GN:guinéen
GP:guadeloupéen GQ:équato-guinéen GR:grec,grecque,grecs,grecques GT:guatémaltèque GW:bissau-guinéen GY:guyanien
HK:hongkongais HN:hondurien HR:croate HT:haïtien HU:hongrois ID:indonésien IE:irlandais IL:israélien IN:indien
IQ:irakien IQ:iraquien IR:iranien IS:islandais IT:italien JM:jamaïcain JO:jordanien JP:japonais
JP:nippon,nippone,nippons,nippones KE:kényan KG:kirghize KH:cambodgien KI:kiribatien KM:comorien KN:christophien
KP:nord-coréen KP:nordcoréen KR:sud-coréen KR:sudcoréen KW:koweïtien KZ:kazakh,kazakhe,kazakhs,kazakhes
KZ:kazakhstanais LA:laotien LB:libanais LC:saint-lucien LI:liechtensteinois LK:sri-lankais LR:libérien LS:lésothan
LT:lituanien LU:luxembourgeois LV:letton,lettone,lettonne,lettons LY:libyen MA:marocain MC:monégasque MD:moldave
ME:monténégrin MG:malgache MH:marshallais MK:macédonien MK:nord-macédonien ML:malien MM:birman MN:mongol MO:macanais
MQ:martiniquais MR:mauritanien MT:maltais MU:mauricien MV:maldivien MW:malawien MX:mexicain MY:malaisien
MZ:mozambicain NA:namibien NC:calédonien NC:néo-calédonien NE:nigérien NG:nigérian NI:nicaraguayen NL:néerlandais
NL:hollandais NO:norvégien NP:népalais NR:nauruan NZ:néo-zélandais OM:omanais PA:panaméen PE:péruvien PF:polynésien
PG:papou-néo-guinéen PG:papouasien PH:philippin PK:pakistanais PL:polonais PR:portoricain PS:palestinien PT:portugais
PW:palaosien PW:paluan PY:paraguayen QA:qatari QA:qatarien RE:réunionnais RO:roumain RS:serbe RU:russe RW:rwandais
SA:saoudien SB:salomonien SC:seychellois SD:soudanais SE:suédois SG:singapourien SI:slovène SK:slovaque
SL:sierra-léonais SM:saint-marinais SN:sénégalais SO:somalien SR:surinamais SR:surinamien SS:sud-soudanais
ST:santoméen SV:salvadorien SY:syrien SZ:swazi TD:tchadien TG:togolais TH:thaïlandais TJ:tadjik,tadjike,tadjiks
TL:timorais TL:est-timorais TM:turkmène TN:tunisien TO:tongien TO:tonguien TR:turc,turque,turcs,turques
TT:trinidadien TV:tuvaluan TW:taïwanais TW:taiwanais TZ:tanzanien UA:ukrainien UG:ougandais US:américain
US:états-unien US:étatsunien UY:uruguayen UZ:ouzbek,ouzbèke,ouzbeks,ouzbèkes VC:saint-vincentais VE:vénézuélien
VN:vietnamien VU:vanuatuan WS:samoan XK:kosovar YE:yéménite YT:mahorais ZA:sud-africain ZM:zambien ZW:zimbabwéen
"""

ENGLISH = """
AD:Andorran AE:Emirati AF:Afghan AG:Antiguan AL:Albanian AM:Armenian AO:Angolan AR:Argentine AR:Argentinian
AT:Austrian AU:Australian AZ:Azerbaijani AZ:Azeri BA:Bosnian BB:Barbadian BB:Bajan BD:Bangladeshi BE:Belgian
BF:Burkinabe BG:Bulgarian BH:Bahraini BI:Burundian BJ:Beninese BM:Bermudian BN:Bruneian BO:Bolivian BR:Brazilian
BS:Bahamian BT:Bhutanese BW:Botswanan BY:Belarusian BZ:Belizean CA:Canadian CD|CG:Congolese CF:Central_African
CH:Swiss CI:Ivorian CL:Chilean CM:Cameroonian CN:Chinese CO:Colombian CR:Costa_Rican CU:Cuban CV:Cape_Verdean
CY:Cypriot CZ:Czech DE:German DJ:Djiboutian DK:Danish,Danes DO:Dominican DZ:Algerian EC:Ecuadorian EC:Ecuadorean
EE:Estonian EG:Egyptian EH:Sahrawi ER:Eritrean ES:Spanish,Spaniard,Spaniards ET:Ethiopian FI:Finnish,Finns FJ:Fijian
FM:Micronesian FO:Faroese FR:French,Frenchman,Frenchmen,Frenchwoman GA:Gabonese GB:British,Briton,Britons,Brits
GB:Scottish GB:Welsh GB:Northern_Irish GD:Grenadian GE:Georgian GH:Ghanaian GI:Gibraltarian
GL:Greenlandic,Greenlanders GM:Gambian GN:Guinean GQ:Equatorial_Guinean GQ:Equatoguinean GR:Greek GT:Guatemalan
GU:Guamanian GW:Bissau-Guinean GY:Guyanese HK:Hongkonger HK:Hong_Konger HN:Honduran HR:Croatian,Croats HT:Haitian
HU:Hungarian ID:Indonesian IE:Irish,Irishman,Irishmen IL:Israeli IN:Indian IQ:Iraqi IR:Iranian
IS:Icelandic,Icelanders IT:Italian JM:Jamaican JO:Jordanian JP:Japanese KE:Kenyan KG:Kyrgyz KH:Cambodian
KI:I-Kiribati KM:Comorian KN:Kittitian KP:North_Korean KR:South_Korean KW:Kuwaiti KZ:Kazakh KZ:Kazakhstani LA:Laotian
LB:Lebanese LC:Saint_Lucian LI:Liechtensteiner LK:Sri_Lankan LR:Liberian LS:Basotho LT:Lithuanian
LU:Luxembourgish,Luxembourgers LV:Latvian LY:Libyan MA:Moroccan MC:Monegasque MD:Moldovan ME:Montenegrin MG:Malagasy
MH:Marshallese MK:Macedonian MK:North_Macedonian ML:Malian MM:Burmese MN:Mongolian MR:Mauritanian MT:Maltese
MU:Mauritian MV:Maldivian MW:Malawian MX:Mexican MY:Malaysian MZ:Mozambican NA:Namibian NC:New_Caledonian NE:Nigerien
NG:Nigerian NI:Nicaraguan NL:Dutch,Dutchman,Dutchmen NO:Norwegian NP:Nepali NP:Nepalese NR:Nauruan NZ:New_Zealander
OM:Omani PA:Panamanian PE:Peruvian PG:Papua_New_Guinean PH:Filipino PH:Philippine PK:Pakistani PL:Polish,Poles
PR:Puerto_Rican PS:Palestinian PT:Portuguese PW:Palauan PY:Paraguayan QA:Qatari RO:Romanian RS:Serbian,Serbs
RU:Russian RW:Rwandan SA:Saudi SA:Saudi_Arabian SB:Solomon_Islander SC:Seychellois SD:Sudanese SE:Swedish,Swedes
SG:Singaporean SI:Slovenian,Slovene,Slovenes SK:Slovak SK:Slovakian SL:Sierra_Leonean SM:Sammarinese SN:Senegalese
SO:Somali SR:Surinamese SS:South_Sudanese ST:Santomean SV:Salvadoran SV:Salvadorean SY:Syrian SZ:Swazi TD:Chadian
TG:Togolese TH:Thai TJ:Tajik TJ:Tajikistani TL:Timorese TL:East_Timorese TM:Turkmen TN:Tunisian TO:Tongan
TR:Turkish,Turks TT:Trinidadian TV:Tuvaluan TW:Taiwanese TZ:Tanzanian UA:Ukrainian UG:Ugandan US:American
UY:Uruguayan UZ:Uzbek UZ:Uzbekistani VC:Vincentian VE:Venezuelan VN:Vietnamese VU:Ni-Vanuatu WS:Samoan XK:Kosovar
XK:Kosovan YE:Yemeni ZA:South_African ZM:Zambian ZW:Zimbabwean
"""

GERMAN = """
AD:andorranisch/Andorraner AE:emiratisch/Emirater AF:afghanisch/Afghane AL:albanisch/Albaner AM:armenisch/Armenier
AO:angolanisch/Angolaner AR:argentinisch/Argentinier AT:österreichisch/Österreicher AU:australisch/Australier
AZ:aserbaidschanisch/Aserbaidschaner BA:bosnisch/Bosnier BB:barbadisch/Barbadier BD:bangladeschisch/Bangladescher
BE:belgisch/Belgier BF:burkinisch/Burkiner BG:bulgarisch/Bulgare BH:bahrainisch/Bahrainer BI:burundisch/Burundier
BJ:beninisch/Beniner BO:bolivianisch/Bolivianer BR:brasilianisch/Brasilianer BS:bahamaisch/Bahamaer
BT:bhutanisch/Bhutaner BW:botsuanisch/Botsuaner BY:belarussisch/Belarusse BY:weißrussisch/Weißrusse
BZ:belizisch/Belizer CA:kanadisch/Kanadier CD|CG:kongolesisch/Kongolese CF:zentralafrikanisch/Zentralafrikaner
CH:schweizerisch/Schweizer CI:ivorisch/Ivorer CL:chilenisch/Chilene CM:kamerunisch/Kameruner CN:chinesisch/Chinese
CO:kolumbianisch/Kolumbianer CR:costa-ricanisch/Costa-Ricaner CU:kubanisch/Kubaner CV:kapverdisch/Kapverdier
CY:zyprisch/Zyprer CY:zypriotisch/Zypriot CZ:tschechisch/Tscheche DE:deutsch/Deutsche DJ:dschibutisch/Dschibutier
DK:dänisch/Däne DO:dominikanisch/Dominikaner DZ:algerisch/Algerier EC:ecuadorianisch/Ecuadorianer EE:estnisch/Este
EG:ägyptisch/Ägypter EH:sahrauisch/Sahraui ER:eritreisch/Eritreer ES:spanisch/Spanier ET:äthiopisch/Äthiopier
FI:finnisch/Finne FJ:fidschianisch/Fidschianer FO:färöisch/Färinger FR:französisch/Franzose,Französin,Französinnen
GA:gabunisch/Gabuner GB:britisch/Brite GB:schottisch/Schotte GB:walisisch/Waliser GD:grenadisch/Grenader
GE:georgisch/Georgier GH:ghanaisch/Ghanaer GL:grönländisch/Grönländer GM:gambisch/Gambier GN:guineisch/Guineer
GQ:äquatorialguineisch/Äquatorialguineer GR:griechisch/Grieche GT:guatemaltekisch/Guatemalteke GW:bissau-guineisch
GY:guyanisch/Guyaner HK:Hongkonger/Hongkonger HN:honduranisch/Honduraner HR:kroatisch/Kroate HT:haitianisch/Haitianer
HU:ungarisch/Ungar ID:indonesisch/Indonesier IE:irisch/Ire IL:israelisch/Israeli IN:indisch/Inder IQ:irakisch/Iraker
IR:iranisch/Iraner IS:isländisch/Isländer IT:italienisch/Italiener JM:jamaikanisch/Jamaikaner JO:jordanisch/Jordanier
JP:japanisch/Japaner KE:kenianisch/Kenianer KG:kirgisisch/Kirgise KH:kambodschanisch/Kambodschaner
KM:komorisch/Komorer KP:nordkoreanisch/Nordkoreaner KR:südkoreanisch/Südkoreaner KW:kuwaitisch/Kuwaiter
KZ:kasachisch/Kasache LA:laotisch/Laote LB:libanesisch/Libanese LI:liechtensteinisch/Liechtensteiner
LK:sri-lankisch/Sri-Lanker LR:liberianisch/Liberianer LS:lesothisch/Lesother LT:litauisch/Litauer
LU:luxemburgisch/Luxemburger LV:lettisch/Lette LY:libysch/Libyer MA:marokkanisch/Marokkaner MC:monegassisch/Monegasse
MD:moldauisch/Moldauer MD:moldawisch/Moldawier ME:montenegrinisch/Montenegriner MG:madagassisch/Madagasse
MH:marshallisch/Marshaller MK:mazedonisch/Mazedonier MK:nordmazedonisch/Nordmazedonier ML:malisch/Malier
MM:myanmarisch/Myanmare MM:burmesisch/Burmese MM:birmanisch/Birmane MN:mongolisch/Mongole MR:mauretanisch/Mauretanier
MT:maltesisch/Malteser MU:mauritisch/Mauritier MV:maledivisch/Malediver MW:malawisch/Malawier
MX:mexikanisch/Mexikaner MY:malaysisch/Malaysier MZ:mosambikanisch/Mosambikaner NA:namibisch/Namibier
NC:neukaledonisch/Neukaledonier NE:nigrisch/Nigrer NG:nigerianisch/Nigerianer NI:nicaraguanisch/Nicaraguaner
NL:niederländisch/Niederländer NL:holländisch/Holländer NO:norwegisch/Norweger NP:nepalesisch/Nepalese
NZ:neuseeländisch/Neuseeländer OM:omanisch/Omaner PA:panamaisch/Panamaer PE:peruanisch/Peruaner
PG:papua-neuguineisch/Papua-Neuguineer PH:philippinisch/Philippiner PK:pakistanisch/Pakistaner PL:polnisch/Pole
PR:puerto-ricanisch/Puerto-Ricaner PS:palästinensisch/Palästinenser PT:portugiesisch/Portugiese
PY:paraguayisch/Paraguayer QA:katarisch/Katarer RO:rumänisch/Rumäne RS:serbisch/Serbe RU:russisch/Russe
RW:ruandisch/Ruander SA:saudi-arabisch/Saudi-Araber SA:saudisch/Saudi SB:salomonisch/Salomoner
SC:seychellisch/Seycheller SD:sudanesisch/Sudanese SE:schwedisch/Schwede SG:singapurisch/Singapurer
SI:slowenisch/Slowene SK:slowakisch/Slowake SL:sierra-leonisch/Sierra-Leoner SM:san-marinesisch/San-Marinese
SN:senegalesisch/Senegalese SO:somalisch/Somalier SR:surinamisch/Surinamer SS:südsudanesisch/Südsudanese
ST:são-toméisch SV:salvadorianisch/Salvadorianer SY:syrisch/Syrer SZ:swasiländisch/Swasi TD:tschadisch/Tschader
TG:togoisch/Togoer TH:thailändisch/Thailänder TJ:tadschikisch/Tadschike TL:osttimoresisch/Osttimorese
TM:turkmenisch/Turkmene TN:tunesisch/Tunesier TO:tongaisch/Tongaer TR:türkisch/Türke TT:trinidadisch/Trinidader
TW:taiwanisch/Taiwaner TW:taiwanesisch/Taiwanese TZ:tansanisch/Tansanier UA:ukrainisch/Ukrainer UG:ugandisch/Ugander
US:amerikanisch/Amerikaner US:US-amerikanisch/US-Amerikaner UY:uruguayisch/Uruguayer UZ:usbekisch/Usbeke
VA:vatikanisch VE:venezolanisch/Venezolaner VN:vietnamesisch/Vietnamese VU:vanuatuisch/Vanuatuer
WS:samoanisch/Samoaner XK:kosovarisch/Kosovare XK:kosovarisch/Kosovo-Albaner YE:jemenitisch/Jemenit
ZA:südafrikanisch/Südafrikaner ZM:sambisch/Sambier ZW:simbabwisch/Simbabwer
"""

SPANISH = """
AD:andorrano AE:emiratí AF:afgano AG:antiguano AL:albanés AM:armenio AO:angoleño AR:argentino AT:austriaco
AT:austríaco AU:australiano AZ:azerbaiyano AZ:azerí BA:bosnio BB:barbadense BD:bangladesí BE:belga BF:burkinés
BF:burkinabé BG:búlgaro BH:bareiní BI:burundés BJ:beninés BN:bruneano BO:boliviano BR:brasileño BS:bahameño
BT:butanés BW:botsuano BY:bielorruso BZ:beliceño CA:canadiense CD|CG:congoleño CD|CG:congolés CF:centroafricano
CH:suizo CI:marfileño CL:chileno CM:camerunés CN:chino CO:colombiano CR:costarricense CU:cubano CV:caboverdiano
CY:chipriota CZ:checo DE:alemán DJ:yibutiano DK:danés DM:dominiqués DO:dominicano DZ:argelino EC:ecuatoriano
EE:estonio EG:egipcio EH:saharaui ER:eritreo ES:español ET:etíope FI:finlandés FJ:fiyiano FM:micronesio FO:feroés
FR:francés GA:gabonés GB:británico GB:escocés GB:galés GE:georgiano GH:ghanés GL:groenlandés GM:gambiano GN:guineano
GQ:ecuatoguineano GR:griego GT:guatemalteco GW:guineano-bisauano GY:guyanés HK:hongkonés HN:hondureño HR:croata
HT:haitiano HU:húngaro ID:indonesio IE:irlandés IL:israelí IN:indio IQ:iraquí IR:iraní IS:islandés IT:italiano
JM:jamaicano JM:jamaiquino JO:jordano JP:japonés JP:nipón KE:keniano KE:keniata KG:kirguís KH:camboyano KM:comorense
KP:norcoreano KR:surcoreano KW:kuwaití KZ:kazajo LA:laosiano LB:libanés LC:santalucense LI:liechtensteiniano
LK:ceilanés LK:esrilanqués LR:liberiano LS:lesotense LT:lituano LU:luxemburgués LV:letón LY:libio MA:marroquí
MC:monegasco MD:moldavo ME:montenegrino MG:malgache MH:marshalés MK:macedonio MK:normacedonio ML:maliense MM:birmano
MN:mongol MR:mauritano MT:maltés MU:mauriciano MV:maldivo MW:malauí MX:mexicano MY:malasio MZ:mozambiqueño NA:namibio
NC:neocaledonio NE:nigerino NG:nigeriano NI:nicaragüense NL:neerlandés NL:holandés NO:noruego NP:nepalí NP:nepalés
NZ:neozelandés OM:omaní PA:panameño PE:peruano PG:papú PH:filipino PK:pakistaní PK:paquistaní PL:polaco
PR:puertorriqueño PS:palestino PT:portugués PW:palauano PY:paraguayo QA:catarí QA:qatarí RO:rumano RS:serbio RU:ruso
RW:ruandés SA:saudí SA:saudita SB:salomonense SC:seychellense SD:sudanés SE:sueco SG:singapurense SI:esloveno
SK:eslovaco SL:sierraleonés SM:sanmarinense SN:senegalés SO:somalí SR:surinamés SS:sursudanés ST:santotomense
SV:salvadoreño SY:sirio SZ:suazi TD:chadiano TG:togolés TH:tailandés TJ:tayiko TL:timorense TM:turcomano TN:tunecino
TO:tongano TR:turco TT:trinitense TV:tuvaluano TW:taiwanés TZ:tanzano UA:ucraniano UA:ucranio UG:ugandés
US:estadounidense US:norteamericano UY:uruguayo UZ:uzbeko VC:sanvicentino VE:venezolano VN:vietnamita VU:vanuatuense
WS:samoano XK:kosovar YE:yemení ZA:sudafricano ZM:zambiano ZW:zimbabuense
"""

ITALIAN = """
AD:andorrano AE:emiratino AF:afghano AG:antiguano AL:albanese AM:armeno AO:angolano AR:argentino
AT:austriaco,austriaci,austriache AU:australiano AZ:azero BA:bosniaco,bosniaci,bosniache BB:barbadiano BD:bengalese
BE:belga,belgi,belghe BF:burkinabé BG:bulgaro BH:bahreinita BI:burundese BJ:beninese BN:bruneiano BO:boliviano
BR:brasiliano BS:bahamense BT:bhutanese BW:botswano BY:bielorusso BZ:beliziano CA:canadese CD|CG:congolese
CF:centrafricano CH:svizzero CH:elvetico,elvetici CI:ivoriano CL:cileno CM:camerunese CM:camerunense CN:cinese
CO:colombiano CR:costaricano CU:cubano CV:capoverdiano CY:cipriota CZ:ceco,cechi,ceche DE:tedesco,tedeschi,tedesche
DJ:gibutiano DK:danese DM:dominicense DO:dominicano DZ:algerino EC:ecuadoriano EE:estone EG:egiziano EH:saharawi
ER:eritreo ES:spagnolo ET:etiope FI:finlandese FJ:figiano FO:faroese FR:francese GA:gabonese
GB:britannico,britannici,britanniche GB:scozzese GB:gallese GE:georgiano GH:ghanese GL:groenlandese GM:gambiano
GN:guineano GQ:equatoguineano GR:greco,greci,greche GT:guatemalteco,guatemaltechi GY:guyanese HK:hongkonghese
HN:honduregno HR:croato HT:haitiano HU:ungherese ID:indonesiano IE:irlandese IL:israeliano IN:indiano IQ:iracheno
IR:iraniano IS:islandese IT:italiano JM:giamaicano JO:giordano JP:giapponese JP:nipponico,nipponici KE:keniano
KE:keniota KG:kirghiso KH:cambogiano KM:comoriano KP:nordcoreano KR:sudcoreano KW:kuwaitiano KZ:kazako,kazaki,kazake
LA:laotiano LB:libanese LI:liechtensteinese LK:srilankese LR:liberiano LS:lesothiano LT:lituano LU:lussemburghese
LV:lettone LY:libico,libici,libiche MA:marocchino MC:monegasco,monegaschi,monegasche MD:moldavo ME:montenegrino
MG:malgascio MK:macedone ML:maliano MM:birmano MN:mongolo MR:mauritano MT:maltese MU:mauriziano MV:maldiviano
MW:malawiano MX:messicano MY:malese MZ:mozambicano NA:namibiano NE:nigerino NG:nigeriano NI:nicaraguense NL:olandese
NL:neerlandese NO:norvegese NP:nepalese NZ:neozelandese OM:omanita PA:panamense PE:peruviano PG:papuano PH:filippino
PK:pakistano PL:polacco,polacchi,polacche PR:portoricano PS:palestinese PT:portoghese PY:paraguaiano QA:qatariota
QA:qatarino RO:romeno RO:rumeno RS:serbo RU:russo RW:ruandese SA:saudita SC:seicellese SD:sudanese SE:svedese
SG:singaporiano SI:sloveno SK:slovacco,slovacchi,slovacche SL:sierraleonese SM:sammarinese SN:senegalese SO:somalo
SR:surinamese SS:sudsudanese ST:saotomense SV:salvadoregno SY:siriano SZ:swazi TD:ciadiano TG:togolese TH:thailandese
TJ:tagico,tagichi TL:timorese TM:turkmeno TN:tunisino TO:tongano TR:turco,turchi,turche TT:trinidadiano TW:taiwanese
TZ:tanzaniano UA:ucraino UG:ugandese US:statunitense US:americano UY:uruguaiano UZ:uzbeco,uzbechi VE:venezuelano
VN:vietnamita VU:vanuatuano WS:samoano XK:kosovaro YE:yemenita ZA:sudafricano ZM:zambiano ZW:zimbabwese
"""

PORTUGUESE = """
AD:andorrano AE:emiradense AF:afegão,afegã,afegãos,afegãs AL:albanês AM:armênio AM:arménio AO:angolano AR:argentino
AT:austríaco AU:australiano AZ:azerbaijano AZ:azeri BA:bósnio BB:barbadiano BD:bengalês BE:belga BF:burquinense
BF:burquinabê BG:búlgaro BH:bareinita BI:burundês BJ:beninense BN:bruneano BO:boliviano BR:brasileiro BS:bahamense
BT:butanês BW:botsuano BY:bielorrusso BZ:belizenho CA:canadense CA:canadiano CD|CG:congolês CF:centro-africano
CH:suíço CI:marfinense CI:costa-marfinense CL:chileno CM:camaronês CN:chinês CO:colombiano CR:costarriquenho
CU:cubano CV:cabo-verdiano CY:cipriota CZ:tcheco CZ:checo DE:alemão,alemã,alemães,alemãs DJ:djibutiano DK:dinamarquês
DO:dominicano DZ:argelino EC:equatoriano EE:estoniano EE:estónio EG:egípcio EH:saarauí
ER:eritreu,eritreia,eritreus,eritreias ES:espanhol,espanhola,espanhóis,espanholas ET:etíope FI:finlandês FJ:fijiano
FO:feroês FR:francês GA:gabonês GB:britânico GB:escocês GB:galês GE:georgiano GH:ganês GH:ganense GL:groenlandês
GM:gambiano GN:guineano GQ:equato-guineense GR:grego GT:guatemalteco GW:guineense GW:bissau-guineense GY:guianense
HN:hondurenho HR:croata HT:haitiano HU:húngaro ID:indonésio IE:irlandês IL:israelense IL:israelita IN:indiano
IQ:iraquiano IR:iraniano IS:islandês IT:italiano JM:jamaicano JO:jordaniano JO:jordano JP:japonês JP:nipônico
KE:queniano KG:quirguiz KH:cambojano KM:comoriano KP:norte-coreano KR:sul-coreano KW:kuwaitiano KZ:cazaque
LA:laosiano LB:libanês LI:liechtensteinense LK:cingalês LK:srilankês LR:liberiano LS:lesotense LT:lituano
LU:luxemburguês LV:letão,letã,letões,letãs LY:líbio MA:marroquino MC:monegasco MD:moldavo MD:moldávio ME:montenegrino
MG:malgaxe MK:macedônio MK:macedónio ML:maliano ML:malinês MM:birmanês MN:mongol,mongóis MR:mauritano MT:maltês
MU:mauriciano MV:maldivo MW:malauiano MX:mexicano MY:malaio MZ:moçambicano NA:namibiano NE:nigerino NG:nigeriano
NI:nicaraguense NL:holandês NL:neerlandês NO:norueguês NP:nepalês NZ:neozelandês OM:omani PA:panamenho PE:peruano
PG:papuásio PH:filipino PK:paquistanês PL:polonês PL:polaco PR:porto-riquenho PS:palestino PS:palestiniano
PT:português PY:paraguaio QA:catariano QA:catari RO:romeno RS:sérvio RU:russo RW:ruandês SA:saudita SC:seichelense
SD:sudanês SE:sueco SG:singapurense SI:esloveno SK:eslovaco SL:serra-leonês SM:são-marinense SN:senegalês SO:somali
SO:somaliano SR:surinamês SS:sul-sudanês ST:são-tomense ST:santomense SV:salvadorenho SY:sírio SZ:suázi TD:chadiano
TG:togolês TH:tailandês TJ:tadjique TL:timorense TM:turcomeno TN:tunisiano TN:tunisino TO:tonganês TR:turco
TT:trinitário-tobagense TW:taiwanês TZ:tanzaniano UA:ucraniano UG:ugandês UG:ugandense US:norte-americano
US:estadunidense US:americano UY:uruguaio UZ:uzbeque VE:venezuelano VN:vietnamita VU:vanuatuense WS:samoano
XK:kosovar YE:iemenita ZA:sul-africano ZM:zambiano ZW:zimbabuano ZW:zimbabueano
"""

RUSSIAN = """
AD:андоррск AE:эмиратск AF:афганск/афганец AL:албанск/албанец AM:армянск AO:ангольск AR:аргентинск/аргентинец
AT:австрийск/австриец AU:австралийск/австралиец AZ:азербайджанск/азербайджанец BA:боснийск/босниец BB:барбадосск
BD:бангладешск BE:бельгийск/бельгиец BF:буркинийск BG:болгарск BH:бахрейнск BI:бурундийск BJ:бенинск BN:брунейск
BO:боливийск/боливиец BR:бразильск/бразилец BS:багамск BT:бутанск BW:ботсванск BY:белорусск BY:беларусск BZ:белизск
CA:канадск/канадец CD|CG:конголезск/конголезец CF:центральноафриканск CH:швейцарск/швейцарец CI:ивуарийск
CL:чилийск/чилиец CM:камерунск/камерунец CN:китайск/китаец CO:колумбийск/колумбиец CR:костариканск CU:кубинск/кубинец
CV:кабо-вердианск CY:кипрск CZ:чешск DE:немецк/немец DE:германск DJ:джибутийск DK:датск DO:доминиканск/доминиканец
DZ:алжирск/алжирец EC:эквадорск/эквадорец EE:эстонск/эстонец EG:египетск EH:сахарск ER:эритрейск ES:испанск/испанец
ET:эфиопск FI:финск FI:финляндск FJ:фиджийск FO:фарерск FR:французск/француз GA:габонск GB:британск/британец
GB:шотландск/шотландец GB:валлийск/валлиец GD:гренадск GE:грузинск GH:ганск GL:гренландск/гренландец GM:гамбийск
GN:гвинейск GQ:экваториально-гвинейск GR:греческ GT:гватемальск GW:бисау-гвинейск GY:гайанск HK:гонконгск/гонконгец
HN:гондурасск HR:хорватск HT:гаитянск HU:венгерск ID:индонезийск/индонезиец IE:ирландск/ирландец IL:израильск
IN:индийск/индиец IQ:иракск IR:иранск/иранец IS:исландск/исландец IT:итальянск/итальянец JM:ямайск
JO:иорданск/иорданец JP:японск/японец KE:кенийск/кениец KG:киргизск KG:кыргызск KH:камбоджийск KM:коморск
KP:северокорейск/северокореец KR:южнокорейск/южнокореец KW:кувейтск KZ:казахстанск/казахстанец KZ:казахск LA:лаосск
LB:ливанск/ливанец LI:лихтенштейнск LK:шри-ланкийск/ланкиец LR:либерийск LS:лесотск LT:литовск/литовец
LU:люксембургск LV:латвийск/латвиец LV:латышск LY:ливийск/ливиец MA:марокканск/марокканец MC:монакск MD:молдавск
MD:молдовск ME:черногорск/черногорец MG:мадагаскарск MK:македонск/македонец ML:малийск/малиец MM:мьянманск
MM:бирманск MN:монгольск MR:мавританск MT:мальтийск/мальтиец MU:маврикийск MV:мальдивск MW:малавийск
MX:мексиканск/мексиканец MY:малайзийск MZ:мозамбикск NA:намибийск NE:нигерск NG:нигерийск/нигериец NI:никарагуанск
NL:нидерландск/нидерландец NL:голландск/голландец NO:норвежск/норвежец NP:непальск/непалец
NZ:новозеландск/новозеландец OM:оманск PA:панамск PE:перуанск/перуанец PG:папуасск PH:филиппинск/филиппинец
PK:пакистанск/пакистанец PL:польск PR:пуэрто-риканск PS:палестинск/палестинец PT:португальск/португалец PY:парагвайск
QA:катарск/катарец RO:румынск RS:сербск RU:российск RU:русск RW:руандийск SA:саудовск/саудовец SC:сейшельск
SD:суданск/суданец SE:шведск SG:сингапурск/сингапурец SI:словенск/словенец SK:словацк SL:сьерра-леонск SM:сан-маринск
SN:сенегальск/сенегалец SO:сомалийск/сомалиец SR:суринамск SS:южносуданск SV:сальвадорск/сальвадорец
SY:сирийск/сириец TD:чадск TG:тоголезск TH:таиландск TH:тайск/таец TJ:таджикск TL:тиморск TM:туркменск
TN:тунисск/тунисец TO:тонганск TR:турецк TT:тринидадск TW:тайваньск/тайванец TZ:танзанийск/танзаниец
UA:украинск/украинец UG:угандийск/угандиец US:американск/американец UY:уругвайск/уругваец UZ:узбекск UZ:узбекистанск
VA:ватиканск VE:венесуэльск/венесуэлец VN:вьетнамск/вьетнамец WS:самоанск XK:косовск YE:йеменск/йеменец
ZA:южноафриканск/южноафриканец ZM:замбийск/замбиец ZW:зимбабвийск/зимбабвиец
"""

ARABIC = """
AD:أندوري AE:إماراتي AF:أفغاني AL:ألباني AM:أرمني AM:أرميني AO:أنغولي AR:أرجنتيني AT:نمساوي AU:أسترالي AU:استرالي
AZ:أذربيجاني AZ:أذري BA:بوسني BB:بربادوسي BD:بنغلاديشي BE:بلجيكي BF:بوركيني BG:بلغاري BH:بحريني BI:بوروندي BJ:بنيني
BN:بروناوي BO:بوليفي BR:برازيلي BS:بهامي BT:بوتاني BW:بوتسواني BY:بيلاروسي BZ:بليزي CA:كندي CD|CG:كونغولي CH:سويسري
CI:إيفواري CL:تشيلي CM:كاميروني CN:صيني CO:كولومبي CR:كوستاريكي CU:كوبي CY:قبرصي CZ:تشيكي DE:ألماني DJ:جيبوتي
DK:دنماركي DK:دانماركي DO:دومينيكاني DZ:جزائري EC:إكوادوري EE:إستوني EG:مصري EH:صحراوي ER:إريتري ES:إسباني ET:إثيوبي
FI:فنلندي FJ:فيجي FR:فرنسي GA:غابوني GB:بريطاني GB:اسكتلندي GB:ويلزي GE:جورجي GH:غاني GM:غامبي GN:غيني GR:يوناني
GT:غواتيمالي GY:غياني HN:هندوراسي HR:كرواتي HT:هايتي HT:هاييتي HU:مجري HU:هنغاري ID:إندونيسي IE:إيرلندي IE:أيرلندي
IL:إسرائيلي IN:هندي IQ:عراقي IR:إيراني IS:آيسلندي IS:أيسلندي IT:إيطالي JM:جامايكي JO:أردني JP:ياباني KE:كيني
KG:قرغيزي KH:كمبودي KM:قمري KW:كويتي KZ:كازاخستاني LA:لاوسي LB:لبناني LK:سريلانكي LR:ليبيري LS:ليسوتي LT:ليتواني
LU:لوكسمبورغي LV:لاتفي LY:ليبي MA:مغربي MD:مولدوفي ME:مونتينيغري MG:مدغشقري MK:مقدوني MM:ميانماري MM:بورمي MN:منغولي
MR:موريتاني MT:مالطي MU:موريشيوسي MV:مالديفي MW:ملاوي MX:مكسيكي MY:ماليزي MZ:موزمبيقي NA:ناميبي NE:نيجري NG:نيجيري
NI:نيكاراغوي NL:هولندي NO:نرويجي NP:نيبالي NZ:نيوزيلندي OM:عماني PA:بنمي PE:بيروفي PH:فلبيني PK:باكستاني PL:بولندي
PS:فلسطيني PT:برتغالي PY:باراغواياني QA:قطري RO:روماني RS:صربي RU:روسي RW:رواندي SA:سعودي SC:سيشلي SD:سوداني SE:سويدي
SG:سنغافوري SI:سلوفيني SK:سلوفاكي SL:سيراليوني SN:سنغالي SO:صومالي SR:سورينامي SV:سلفادوري SY:سوري TD:تشادي TG:توغولي
TH:تايلاندي TJ:طاجيكي TL:تيموري TM:تركماني TN:تونسي TR:تركي TT:ترينيدادي TW:تايواني TZ:تنزاني UA:أوكراني UA:اوكراني
UG:أوغندي US:أمريكي US:أميركي UY:أوروغوياني UZ:أوزبكي VA:فاتيكاني VE:فنزويلي VN:فيتنامي XK:كوسوفي YE:يمني ZM:زامبي
ZW:زيمبابوي
"""

# What the rules do not make: word groups and broken plurals.
ARABIC_MORE = {
    "KP": "كوري شمالي|كورية شمالية|الكوري الشمالي|الكورية الشمالية|الكوريين الشماليين|كوريين شماليين",
    "KR": "كوري جنوبي|كورية جنوبية|الكوري الجنوبي|الكورية الجنوبية|الكوريين الجنوبيين|كوريين جنوبيين",
    "ZA": "جنوب أفريقي|جنوب أفريقية|الجنوب أفريقي|الجنوب أفريقية|جنوب إفريقي|جنوب إفريقية",
    "SS": "جنوب سوداني|جنوب سودانية|الجنوب سوداني",
    "RU": "الروس|روس",
    "TR": "الأتراك|أتراك",
    "DE": "الألمان|ألمان",
    "US": "الأمريكان|الأميركان",
    "ES": "الإسبان|إسبان",
    "AF": "الأفغان|أفغان",
}
