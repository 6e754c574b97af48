# Ayuda de cada página, para quien la abre por primera vez.

help-home = Aquí está lo de hoy y lo que falta: listas por pasar, llamadas por hacer, bitácoras y listas firmadas. Cada renglón dice por qué está y lleva a donde se resuelve. Lo que se termina desaparece solo.
help-safety = Este lado es de las enlaces de seguridad de las mujeres. Está separado del programa: otra cuenta, otra base de datos y otra llave.
help-roll = Toque «Los demás, presentes» y cambie solo las excepciones. Guardar dos veces no duplica nada. Cuando todas las personas tengan marca, firme y cierre; después solo se corrige con motivo.
help-log = Anote qué se hizo de lo planeado, los incidentes y lo observado de cada participante. Firman las dos personas que facilitan; si una faltó, firma una y dice por qué.
help-session = Una sesión deja tres cosas: la lista, la bitácora firmada y la lista de papel firmada. Aquí se ve cuál falta. Imprima la lista en blanco antes de empezar.
help-participants = Quiénes están en el grupo y si aceptaron el aviso de privacidad. Se inscribe a una persona, o a muchas desde una lista de Excel. Quien deja el grupo conserva lo que asistió.
help-progress = Cuánto ha recibido cada participante de lo previsto y quién está en riesgo de no concluir. Una lista sin pasar no cuenta como falta: se muestra aparte.
help-certificates = Un botón emite todas las constancias que proceden. Cada documento lleva folio, sello digital y un código QR que cualquiera puede verificar. Revocar no se puede deshacer y pide motivo.
help-groups = Un grupo sigue una versión del programa en una sala y a una hora. El calendario salta los días de descanso. Mover o cancelar una sesión conserva su número y pide motivo.
help-calls = Quien falta al principio suele no volver. Llame, anote cómo resultó y cierre el pendiente cuando ya no haga falta. No deje recados que digan de qué centro llama.
help-import = Suba la lista como la tiene, en Excel, ODS o CSV. Confirme las columnas, revise cada renglón y solo entonces confirme: se guarda todo o nada, y puede bajar la lista con sus observaciones.
help-people = Busque antes de registrar: basta parte del nombre, con o sin acentos, o la CURP. Abrir un expediente queda anotado. Dos expedientes de la misma persona se unen y la unión se puede deshacer.
help-programmes = Las sesiones de cada programa con su carta descriptiva. Cambiar un programa crea una versión nueva; los grupos siguen la versión con la que empezaron.
help-centres = Centros, salas, días de descanso propios y los lugares donde se atiende a mujeres. Donde se atiende a mujeres no se programan actividades de hombres.
help-staff = Contratos y verificación de que no hay sanciones por violencia: sin ellos nadie puede facilitar. Antes de que termine un contrato, entregue aquí sus grupos y pendientes.
help-projects = El proyecto de subsidio del que dependen grupos y contratos, con sus metas y sus fechas.
help-documents = Lo que llevan los documentos de cada institución desde una fecha: nombre, logotipo, leyenda del año y quienes firman. Los documentos ya emitidos no cambian.
help-accounts = Quién puede entrar y con qué función. Suspender una cuenta cierra sus sesiones en ese momento. Las contraseñas nunca se ven después de entregarlas.
help-account = Su contraseña, sus códigos de recuperación y los aparatos con los que ha entrado. Si no reconoce uno, ciérrelo y cambie su contraseña.
help-guide = Los pasos para que un centro nuevo llegue a su primer grupo. Puede dejarlo y seguir después: lo hecho queda.
help-audit = Cada renglón dice qué cuenta hizo qué, sobre qué y cuándo. Toque lo de «Sobre qué» para ver todo lo anotado sobre lo mismo. Las anotaciones se encadenan y se firman: cambiar una se nota al verificar.
