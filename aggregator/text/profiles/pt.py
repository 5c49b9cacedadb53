"""Portuguese words that speak for subjects."""

PROFILE = {
    "arts": """!filme !filmes !cinema !cineasta* !romance !show !concerto !teatro !exposição !museu* !festival ator atriz
        cantor* músic* escritor* pintor* pintura escultura artista* orquestra ópera novela livro""",
    "conflict": """!guerra !cessar-fogo !bombardeio* !bombardeamento* !ataque_aéreo !tropas !míssil !mísseis !ofensiva
        !invasão !trégua frente exército soldado* militar* rebelde* milícia* drone* refém reféns terrorista* golpe_de_Estado""",
    "crime": """!homicídio !assassinato* !julgamento !promotor !procurador !condenad* !júri !réu !tribunal !sentença preso
        presa prisão juiz juíza polícia suspeito* roubo assalto fraude tráfico advogad* vítima facção inquérito""",
    "disaster": """!terremoto !sismo !enchente* !inundaç* !incêndio* !explosão !deslizamento* !tsunami !naufrágio !furacão
        bombeiros resgate escombros desabamento desaparecid* desabrigad* magnitude vulcão soterr* sobreviventes""",
    "economy": """!inflação !bolsa !PIB !taxa_de_juros !banco_central !investidores !acionistas !falência !tarifas !exportações
        economia econômic* económic* mercado* bilhões milhões empresa* trimestre dívida déficit lucro dólar comércio""",
    "education": """!escola* !aluno* !professor* !universidade* !estudantes !vestibular !Enem !aulas ensino exame exames
        reitor* sala_de_aula educação diploma creche bolsistas matrícula""",
    "environment": """!mudança_climática !mudanças_climáticas !aquecimento_global !biodiversidade !poluição !desmatamento
        !gases_de_efeito_estufa clima ambientalista* ambiental renovável renováveis eólic* reciclagem plástico floresta*
        espécie* seca Amazônia fauna""",
    "health": """!hospita* !vacina* !epidemia !pandemia !pacientes !doença* !câncer !vírus !médicos !médicas saúde enfermeir*
        tratamento cirurgi* diagnóstico contágio* sintomas gripe dengue medicamento* SUS""",
    "human": """!curios* !família_real !gêmeos !gêmeas !centenári* !loteria Guinness celebridade* príncipe princesa cachorro
        gato casamento aniversário reencontr* mascote aliança famos*""",
    "labor": """!greve* !sindicato* !demissões !desemprego !salário_mínimo !grevistas !CLT trabalhador* salário* reajuste
        aposentadoria* emprego* patrões categoria piquete* metalúrgic* convenção_coletiva jornada_de_trabalho""",
    "lifestyle": """!receita_de !receitas !turista* !turismo !viajantes !jardinagem !desfile_de_moda !passarela restaurante*
        chef cozinha vinho* férias hotel praia* trilha* ingredientes forno moda estilista*""",
    "politics": """!ministr* !Senado !deputad* !senador* !eleiç* !governo !parlamento !referendo !Planalto !projeto_de_lei
        !primeiro-ministro partido oposição coalizão reforma candidat* prefeit* Câmara cúpula embaixador* tratado sanções
        pesquisa_eleitoral""",
    "religion": """!papa !Vaticano !bispo* !mesquita* !sinagoga* !imã !rabino* !cardeais !conclave !romeir* !peregrin* missa
        padre* católic* evangélic* muçulman* judai* catedral fiéis oração diocese""",
    "science": """!pesquisadores !investigadores !cientista* !astrônom* !astrónom* !telescópio !satélite* !foguete !NASA
        !laboratório !inteligência_artificial !físicos planeta astronauta* órbita genoma DNA fóssil fósseis arqueólog*
        algoritmo* robô* estudo""",
    "society": """!migrantes !refugiados !sem-teto !discriminação !racismo !natalidade !feminist* !quilombola* pobreza
        imigração voluntári* LGBT homofobia deficiência idosos desigualdade população indígenas favela*""",
    "sport": """!futebol !campeonato !gols !golos !goleada !treinador !técnico_do_time !atacante !goleiro !tênis !Olimpíada*
        !medalha* !pênalti !Copa_do_Mundo time equipe jogador* vitória derrota final semifinal estádio árbitro ciclista*
        Fórmula_1 torcida""",
    "weather": """!previsão_do_tempo !meteorologia !meteorolog* !temperaturas !frente_fria !onda_de_calor !pancadas chuva*
        vento neve geada neblina graus sol nublado granizo massa_de_ar ciclone umidade""",
}
