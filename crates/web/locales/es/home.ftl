# «Hoy»: lo de hoy y lo pendiente.

home-title = Hoy
home-search = Buscar a una persona
home-register = Registrar a una persona
home-today = Sesiones de hoy
home-coming = Próximos siete días
home-owed-rolls = Listas pendientes
home-owed-records = Sesiones por completar
home-tasks = Pendientes
home-session = { $group }: sesión { $n }
home-when = { $day }, { $hour }
home-roll-signed = Lista firmada
home-roll-draft = Lista en borrador
home-enrolled =
    { $n ->
        [one] 1 inscrito
       *[other] { $n } inscritos
    }
home-why-roll = No se sabe quién asistió
home-why-log = Faltan firmas de la bitácora
home-why-list = Falta subir la lista firmada
home-due = Para el { $day }
home-task-absence = Llamar a { $who }
home-task-absence-why = Por qué: faltó sin justificar a la sesión { $n } de { $group }. Quien falta al principio suele no volver; una llamada a tiempo ayuda.
home-task-contract = Un contrato está por terminar
home-task-contract-why = Por qué: quien se va tiene grupos o pendientes que hay que entregar antes.
home-task-facilitator = Falta quien facilite { $group }
home-task-facilitator-why = Por qué: una de las personas que facilitan ya no puede hacerlo. Asigne a alguien antes de la próxima sesión.
home-task-other = Pendiente de { $group }
home-task-other-why = Por qué: el sistema encontró algo que revisar.
home-empty = Nada pendiente
home-empty-groups = Aquí aparecerán las sesiones de hoy y lo que falte: listas, bitácoras, listas firmadas y llamadas.
home-empty-intake = Busque primero si la persona ya está registrada. Si no, regístrela e inscríbala en un grupo.
home-empty-other = Aquí aparecerá lo que haya que hacer. En las secciones está lo que puede consultar.
home-to-groups = Ver los grupos
home-figures = Avance por grupo
home-figures-lead = Cifras sin nombres. Una lista pendiente no cuenta como falta: se muestra aparte porque no se sabe.
home-figures-empty = Todavía no hay grupos en marcha
home-figures-empty-text = Las cifras aparecen con la primera lista que se pase.
home-group = Grupo
home-centre = Centro
home-people = Inscritos
home-health = Estado del sistema
home-audit-title = Registro de auditoría
home-audit = { $n } anotaciones selladas; { $waiting } por sellar.
home-audit-checkpoint = Último punto firmado: { $n }, { $when }.
home-audit-teach = Ahí se lee quién hizo qué y cuándo, sin datos de las personas, y se baja el punto de control que se guarda fuera de este equipo.
home-accounts = Cuentas
home-accounts-text = Altas, suspensiones y nuevos códigos de acceso.

home-contact-title = Llamar por una falta
home-contact-file = Ver sus datos de contacto
home-channel = Cómo se le buscó
home-channel-call = Llamada
home-channel-message = Mensaje
home-channel-visit = Visita
home-channel-other = Otro
home-outcome = Cómo resultó
home-outcome-reached = Se habló con la persona
home-outcome-no-answer = No contestó
home-outcome-left-message = Se dejó recado neutral
home-outcome-wrong-number = El número no es suyo
home-note = Nota
home-note-hint = Solo lo necesario. Se guarda cifrada.
home-closes = Ya no hace falta volver a llamar
home-closes-hint = El pendiente se cierra; el registro se conserva.
home-contact-save = Anotar
home-script = Qué decir
home-script-say = «Buenos días, ¿puedo hablar con…? Le llamo del centro por la sesión a la que no pudo venir. ¿Todo bien? Lo esperamos en la próxima.»
home-script-care = Si contesta otra persona o el buzón, no diga de qué centro ni de qué taller llama: «¿Me puede decir a qué hora lo encuentro?».
home-attempts = Intentos anteriores
home-attempts-none = Todavía nadie ha llamado.
home-mistake-channel = Elija cómo se le buscó.
home-mistake-outcome = Elija cómo resultó.
home-done-logged = Intento anotado.
home-done-closed = Intento anotado y pendiente cerrado.
