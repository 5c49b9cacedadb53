"""English words that speak for subjects."""

PROFILE = {
    "arts": """!film !movie* !cinema !filmmaker* !novelist* !novel !album !concert* !theatre !theater !exhibition
        !museum* !box_office !screenplay !Netflix !Hollywood !Broadway actor* actress* singer* songwriter* musician*
        music painter* painting* sculpture artist* orchestra opera sitcom documentary director_of_the_film Grammy*
        Oscar* Emmy* premiere bestseller publisher gallery drummer guitarist band trailer blockbuster TV_series
        season_finale rapper* celebrity_chef Booker_Prize playwright choreograph* comedian* soundtrack
        fashion_photographer screening sequel""",
    "conflict": """!war !ceasefire !cease-fire !airstrike* !air_strike* !troops !shelling !missile* !insurgent*
        !militant* !invasion !truce !frontline !front_line army soldiers soldier military rebels rebel fighters
        militia* drone* artillery hostage* peace_talks peacekeepers annexation bombing* bomb bombardment jihadist*
        terrorist* coup warplane* siege combat offensive munitions rocket_fire shelled Taliban ISIS Hezbollah Hamas""",
    "crime": """!murder* !manslaughter trial !jury !prosecutor* !indicted !indictment !sentenced !convicted !homicide
        !verdict !arrested !guilty !lawsuit !courtroom prison jailed judge court police detective* suspect* accused
        charged charges robbery burglary fraud drug_trafficking stabbing shooting gunman rape assault victim
        defendant* attorney* lawyer* plea parole inmate* kidnap* smuggling sheriff alleged* custody appeals_court
        felony Supreme_Court sued""",
    "disaster": """!quake !quakes !erupts ash !earthquake* !flood* !wildfire* !tornado* !hurricane !tsunami
        !landslide* !eruption !shipwreck !capsized !derail* !plane_crash !avalanche !firefighters !magnitude rescuers
        rescue_workers survivors rubble evacuated evacuat* explosion blaze fire collapsed collapse crash
        emergency_services death_toll drowned injured missing debris !volcano aftershock* cyclone typhoon mudslide*
        blast wreckage stranded""",
    "economy": """!inflation !stock_market !stocks shares !GDP !interest_rate* !central_bank !Federal_Reserve
        !investors !earnings !revenue !bankruptcy !IPO !Wall_Street !Nasdaq !tariffs !exports economy economic
        market* billion company companies profit* merger acquisition takeover quarterly deal CEO shareholders bond*
        debt deficit retailer* manufactur* oil_prices crude banks bank loan* mortgage* trade startup sales consumer*
        recession currency analysts dividend* supply_chain eurozone eBay forecast price_of_oil""",
    "education": """!school !schools !pupils !students !teachers !university !universities !curriculum !classroom*
        !college !kindergarten !tuition teacher student campus exam exams headteacher principal degree graduates
        graduation scholarship* literacy undergraduate* lecturers school_district superintendent professor homework
        reading_scores academic_year A-level* GCSE*""",
    "environment": """!climate_change !global_warming !biodiversity !pollution !deforestation !greenhouse_gas*
        !carbon_emissions !endangered_species !ecosystem* !conservationists !pesticides environmental* climate
        renewable* wind_farm* solar_power recycling plastic_waste oceans rainforest* carbon wildlife species habitat*
        emissions coral_reef* glacier* drought national_park poaching wetlands wolves bees rivers sewage clean_energy
        fossil_fuel*""",
    "health": """!hospital* !vaccine* !vaccinat* !epidemic !pandemic !patients !disease* !cancer !virus !coronavirus
        !Covid-19 !doctors !outbreak !=WHO health nurse* treatment surgery surgeon* diagnosis infected infection*
        symptoms flu screening clinical_trial drugmaker pharmac* obesity diabetes mental_health NHS measles Ebola
        medicine medication* medical pregnancy maternity dementia Alzheimer* overdose* opioid* CDC quarantine""",
    "human": """!quirky !world_record !royal_family !twins !centenarian !reunited !lottery !jackpot !mascot Guinness
        celebrity celebrities prince princess duchess royal_baby pet dog cat parrot oldest_living birthday
        message_in_a_bottle wedding lost_ring found_after heartwarming supermodel Kardashian* baby_name""",
    "labor": """dockers mediator* !strike_ballot !walkout !trade_union* !labor_union* !labour_union* !unions !layoffs
        !lay_off !unemployment !jobless !picket !job_cuts !minimum_wage !redundancies union workers wages pay_rise
        !strike strikers striking employees employers collective_bargaining working_conditions payroll pensions
        overtime gig_workers four-day_week staff industrial_action Teamsters hiring""",
    "lifestyle": """!recipe* !holidaymakers !tourists !tourism !travellers !travelers !gardening !hiking
        !fashion_week !couture restaurant* chef cooking wine* vacation hotel* beach* decorating cuisine
        weekend_getaway camping wellness yoga leisure board_game* dessert oven ingredients Michelin gardeners
        cookbook runway designer cocktail* bake baking""",
    "politics": """!minister* president !parliament* !senator* !congress !election* !ballot* !referendum !government
        !lawmakers !prime_minister !White_House !Senate !voters !chancellor !legislation !foreign_minister !diplomat*
        !cabinet party candidate* mayor vote voted coalition reform opposition republican* democrat* democratic
        campaign poll polls governor !treaty summit !ambassador* state_visit lawmaker sanctions bill Capitol GOP
        primary MPs Labour Conservatives nominee United_Nations European_Union Kremlin impeach* administration
        Downing_Street Brexit""",
    "religion": """!pope !Vatican !bishop* !church !mosque* !synagogue* !imam* !rabbi* !cardinals !conclave !pilgrim*
        !diocese Sunday_mass priest* catholic* muslim* protestant* jewish buddhist* ramadan easter religious faith
        cathedral prayer* archbishop monastery theolog* encyclical islam christian* evangelical* hindu temple
        worship* congregation clergy""",
    "science": """!researchers !scientists !scientist !astronomers !telescope !satellite !rocket_launch !NASA
        !laboratory !artificial_intelligence !physicist* !spacecraft !SpaceX study_published journal_Nature research
        space planet* astronaut* orbit genome DNA fossil* paleontolog* palaeontolog* archaeolog* software algorithm*
        robot* smartphone* chip chips quantum cyberattack* hackers app engineers moon Mars probe exoplanet* particle*
        technology Google =Apple Android iPhone chatbot* tech""",
    "society": """!migrants !refugees !homeless* !discrimination !racism !gender_equality !feminist* !birth_rate
        !same-sex !asylum_seekers !same-sex_marriage poverty immigration immigrants charity charities volunteers
        LGBT* homophobia sexism disabilities disabled families population census food_bank* domestic_violence elderly
        inequality ageing_population demographic* social_housing civil_rights Black_Lives_Matter transgender racial
        protest* undocumented""",
    "sport": """!football !soccer !Premier_League !Champions_League !championship* !tournament !coach !striker
        !midfielder !rugby !tennis !Olympic* !medal* !World_Cup !penalty !halftime !half-time !NFL !NBA !quarterback
        !Wimbledon !Super_Bowl club team teams players player victory defeat final semi-final semifinal quarter-final
        fans stadium referee cyclist* race podium athlete* sprint marathon basketball baseball cricket golf
        Formula_One Grand_Prix transfer goalkeeper defender goals goal season playoffs league touchdown wicket*
        innings innings_win manager boxing heavyweight scored winger""",
    "weather": """!forecasters forecast !meteorolog* !Met_Office !weather !heatwave !heat_wave !showers !temperatures
        !snowfall !sunny_spells !National_Weather_Service thunderstorm* rain wind snow ice fog degrees gusts sunshine
        cloudy frost blizzard high_pressure low_pressure wind_chill hail drizzle overnight_lows storm""",
}
