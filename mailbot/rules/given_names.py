"""Given names of Colombia: a name in running text is known by them."""

GIVEN_NAMES = frozenset(
    """
    aaron adolfo adriana agustin aida alba alberto aldemar alejandra alejandro alexander alexandra
    alexis alfonso alfredo alicia alirio alonso alvaro amalia amanda ana andrea andres angela
    angelica angie anibal antonio araceli ariel aristides armando arturo astrid augusto aura
    beatriz belisario benjamin bernarda bernardo bertha betty bibiana blanca brayan camila camilo
    carlos carmen carmenza carolina catalina cecilia cesar cesia cindy claudia clemencia constanza
    cristian cristina daniel daniela danilo dario david dayana deisy deyanira diana diego dilia
    dora doris edgar edilberto edinson edison eduardo edwin efrain elena eliana elias elizabeth
    elkin elsa elvia elvira emilia emilio emma enrique erika ernesto esteban estella esther
    eugenia eugenio eva fabian fabio fabiola federico felipe felix fernanda fernando flor
    francisca francisco freddy fredy gabriel gabriela genaro gerardo german gilberto gildardo
    gina giovanni gladys gloria gonzalo graciela gregorio guillermo gustavo hector helena henry
    heriberto hernan hernando hilda holman horacio hugo humberto ignacio ines ingrid irene iris
    isabel isabella ismael ivan ivonne jacqueline jaime jairo janeth javier jazmin jeison jennifer
    jenny jesus jhon jimena joaquin johana johanna john jonathan jorge jose josefina juan juana
    judith julia julian juliana julieta julio karen karina katherine kelly laura leidy leonardo
    leonor leticia leydi libardo lida ligia lilia liliana lina lorena lorenzo lucas lucero lucia
    luciano lucila lucy luis luisa luz magda magdalena magnolia manuel manuela marcela marco marcos
    margarita maria mariana mariela mario maritza marleny marta martha martin mateo matilde
    mauricio maximiliano melissa mercedes miguel milena milton miriam moises monica myriam nancy
    natalia nathalia nelly nelson nestor nicolas nidia nohora nora norma nubia octavio ofelia
    olga omar orlando oscar oswaldo pablo paola patricia paula pedro pilar rafael ramiro ramon
    raul rebeca reinaldo ricardo roberto rocio rodolfo rodrigo rogelio roman rosa rosalba rosario
    ruben ruth salomon salvador samuel sandra santiago sara saul sebastian sergio silvia simon
    sofia sonia stella susana tatiana teresa tito tomas ulises uriel valentina vanessa veronica
    vicente victor victoria virginia viviana vladimir walter william wilmar wilson ximena yadira
    yaneth yenny yesid yolanda yuri zoraida
    """.split()
)
"""Folded."""

ALSO_WORDS = frozenset(
    """alba barrera barreras bello blanca blanco bueno caballero caja calvo campo campos cano casa
    casas castillo castro clara consuelo cordero crespo cruz cuesta delgado flor flores franco
    fuentes gil gloria granados guerra guerrero iris lara leon lucero luna luz mar marca marin
    mercedes mesa monte montes mora moreno nieves norma paz pena piedra pilar pinto plata plaza
    plazas prado prieto puerta puertas ramos reina rey reyes rico rios rivera rocio roman romero
    rosa rosario rubio sala salas salvador santa sierra soto toro torres vaca valle vega vera
    victoria villa zapata""".split()
)
"""Names, given ones and others, that are words too: small they are no name."""
