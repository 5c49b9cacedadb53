"""Spanish words that speak for subjects."""

PROFILE = {
    "arts": """!película* !cine !cineasta* !novelista* !novela !álbum !concierto* !teatro !exposición !museo*
        !festival !taquilla actor actriz actores cantante* músico* música escritor* escritora* pintor* pintura
        escultura artista* orquesta ópera serie_de_televisión documental premio_Planeta Óscar Goya estreno guion
        galería director_de_cine editorial flamenco banda rodaje guitarrista escenario poeta* dramaturg*""",
    "conflict": """!guerra !alto_el_fuego !bombardeo* !ataque_aéreo !ataques_aéreos !tropas !misil* !ofensiva
        !invasión !tregua !frente ejército soldados militar* rebeldes combatientes milicia* drones dron artillería
        rehenes rehén conversaciones_de_paz cascos_azules anexión terrorista* atentado golpe_de_Estado tanques
        munición guerrilla* combates yihadista* guerrillero* asedio""",
    "crime": """!asesinato* !homicidio* !juicio !fiscal !fiscalía !condenado !condenada !condena !detenido !detenida
        !detenidos !sentencia !tribunal !acusado !acusada cárcel prisión juez jueza policía Guardia_Civil sospechoso*
        robo fraude estafa narcotráfico apuñalad* tiroteo violación agresión víctima abogado* Mossos banda_criminal
        cártel* secuestro blanqueo imputado* querella delito* magistrad*""",
    "disaster": """!terremoto* !sismo !inundacion* !incendio* !explosión !deslizamiento* !tsunami !erupción
        !naufragio !huracán !accidente_aéreo !avalancha !descarrilamiento bomberos rescatistas equipos_de_rescate
        supervivientes escombros evacuad* derrumbe accidente heridos desaparecidos fallecidos ahogad* catástrofe
        llamas magnitud volcán réplicas riada damnificad* siniestro""",
    "economy": """!inflación !bolsa !acciones !PIB !tipos_de_interés !banco_central !inversores !beneficios !ingresos
        !quiebra !Ibex !aranceles !exportaciones economía económic* mercado* millones empresa* empresarial* trimestre
        fusión adquisición accionistas deuda déficit comercio petróleo banco bancos préstamo* hipoteca* start-up
        consumidores recesión divisa dividendo* fábrica* industria* ventas peso dólar consejero_delegado presupuesto
        OPA""",
    "education": """!escuela* !alumn* !profesor* !universidad* !estudiantes !bachillerato !aula* !colegio*
        !curso_escolar !selectividad !docentes maestro* maestra* examen exámenes campus carrera educación educativ*
        titulación beca* rector rectora matrícula guardería instituto acoso_escolar""",
    "environment": """!cambio_climático !calentamiento_global !biodiversidad !contaminación !deforestación
        !gases_de_efecto_invernadero !emisiones !especies_amenazadas !ecosistema* !pesticidas medioambient*
        medio_ambiente clima renovable* eólic* energía_solar reciclaje plásticos océanos selva bosque* carbono fauna
        especie* hábitat* glaciar* sequía parque_nacional lobo abejas humedal* acuífero* ecologista* Amazonia""",
    "health": """!hospital* !vacuna* !epidemia !pandemia !pacientes !enfermedad* !cáncer !virus !coronavirus !médicos
        !brote !sanitarios salud enfermer* tratamiento cirug* diagnóstico contagi* infección* síntomas gripe cribado
        ensayo_clínico fármaco* medicamento* obesidad diabetes salud_mental OMS sarampión dengue urgencias
        ambulatorio embarazo demencia atención_primaria""",
    "human": """!curios* !récord_mundial !familia_real !gemel* !centenaria !centenario !reencuentro !lotería !mascota
        Guinness famos* celebridad* príncipe princesa perro gato loro boda cumpleaños mensaje_en_una_botella anillo
        bebé_real persona_más_longeva premio_gordo""",
    "labor": """!huelga* !sindicato* !despido* !desempleo !paro !ERE !salario_mínimo !huelguistas !convenio_colectivo
        !CCOO trabajadores trabajadoras salarios empleados patronal condiciones_laborales pensiones jornada_laboral
        empleo plantilla UGT teletrabajo reforma_laboral desempleados piquete* negociación_colectiva afiliados""",
    "lifestyle": """!receta* !turistas !turismo !viajeros !jardinería !senderismo !semana_de_la_moda !pasarela
        restaurante* chef cocina cocinero* vino* vacaciones hotel* playa* decoración escapada camping bienestar yoga
        ocio juego_de_mesa postre horno ingredientes Michelin diseñador* moda gastronom* gastronóm* bodega* jardín""",
    "politics": """!ministr* !presidente_del_Gobierno !Congreso !diputad* !senador* !elecciones !Gobierno !parlament*
        !referéndum !moción_de_censura !proyecto_de_ley !canciller !investidura !Moncloa partido candidat* alcalde
        alcaldesa votación coalición reforma oposición PP PSOE Vox votantes diplomátic* cumbre embajador*
        visita_de_Estado tratado sanciones encuesta* presidente presidenta campaña_electoral Senado urnas ONU
        Unión_Europea Kremlin segunda_vuelta""",
    "religion": """!papa !Vaticano !obispo* !Iglesia !mezquita* !sinagoga* !imán !rabino* !cardenales !cónclave
        !peregrin* !diócesis misa sacerdote* católic* musulman* protestante* judí* ramadán Semana_Santa religios* fe
        catedral oración arzobispo monasterio teólog* encíclica islam cristian* cofradía* procesión""",
    "science": """!investigadores !científic* !astrónom* !telescopio !satélite* !cohete !NASA !laboratorio
        !inteligencia_artificial !físicos !sonda estudio_publicado revista_Nature investigación espacial* planeta*
        astronauta* órbita genoma ADN fósil* paleontólog* arqueólog* software algoritmo* robot* chip chips cuántic*
        ciberataque* aplicación ingenier* Luna Marte exoplaneta* tecnolog* universo telescopios""",
    "society": """!migrantes !refugiados !sin_techo !discriminación !racismo !igualdad_de_género !feminist*
        !natalidad !solicitantes_de_asilo !matrimonio_igualitario pobreza inmigración oenegé* voluntari* LGTBI
        homofobia machis* sexismo discapacidad familias población censo banco_de_alimentos violencia_machista
        violencia_de_género ancianos desigualdad demográfic* vivienda_social pateras exclusión""",
    "sport": """!fútbol !LaLiga !Champions !campeonato* !torneo !entrenador* !delantero* !centrocampista* !tenis
        !Juegos_Olímpicos !medalla* !Mundial !penalti !descanso_del_partido !goleador !portero equipo club jugador*
        victoria derrota final semifinal cuartos_de_final aficionados estadio árbitro ciclista* carrera_ciclista
        podio atleta* maratón baloncesto Fórmula_1 Gran_Premio fichaje gol goles temporada partido_de_liga Barça
        Real_Madrid selección_española ciclismo boxead* clásico torneo_de_tenis""",
    "weather": """!Aemet !pronóstico !meteorolog* !meteorológic* !ola_de_calor !chubascos !temperaturas !nevada*
        !borrasca !tormenta* lluvia* viento nieve hielo niebla grados rachas sol nublado* heladas anticiclón granizo
        precipitaciones alerta_amarilla aviso_naranja cielos cielo termómetro*""",
}
