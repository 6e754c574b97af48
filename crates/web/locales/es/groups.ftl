# Grupos: lista, pasos para crear uno, calendario de sesiones y sus cambios.

groups-title = Grupos
groups-lead = Cada grupo sigue una versión de un programa, con su sala, su horario y quienes lo facilitan.
groups-one-title = Grupo
groups-new = Crear un grupo
groups-empty-title = Todavía no hay grupos
groups-empty-text = Un grupo reúne a las personas participantes en una sala, un día y una hora. Al crearlo, el sistema propone todas las fechas y salta los días de descanso.
groups-none-found = Ningún grupo cumple con esos filtros. Quite alguno o escriba otra parte del nombre.

groups-name = Nombre del grupo
groups-state = Estado
groups-states = Grupos por estado
groups-dates = Fechas
groups-next-at = Próxima: { $day } { $date }, { $hour }
groups-sessions = Sesiones
groups-enrolled = Personas inscritas
groups-pair = Facilitan
groups-centre = Centro
groups-facilitator = Facilita
groups-any = Todos
groups-held-of = { $held } de { $of }

groups-tab-planned = Por iniciar
groups-tab-running = En curso
groups-tab-finished = Concluidos
groups-tab-cancelled = Cancelados
groups-state-any = Todos
groups-state-planned = Por iniciar
groups-state-running = En curso
groups-state-finished = Concluido
groups-state-cancelled = Cancelado

groups-tab-sessions = Sesiones
groups-tab-people = Participantes
groups-tab-progress = Avance
groups-tab-certificates = Constancias
groups-taken-by = ya facilita «{ $group }» a esa hora en { $n } de las fechas
groups-views = Partes del grupo
groups-figures = Cifras del grupo

groups-session = Sesión
groups-number = sesión { $n }
groups-when = Cuándo
groups-room = Sala
groups-changes = Cambios
groups-move = Mover
groups-cancel = Cancelar
groups-substitute = Suplencia
groups-session-planned = Por impartir
groups-session-owed = Lista pendiente
groups-session-saved = Lista sin cerrar
groups-session-closed = Lista cerrada
groups-session-cancelled = Cancelada
groups-free =
    { $n ->
        [0] Sin lugares libres
        [one] Queda 1 lugar
       *[other] Quedan { $n } lugares
    }
groups-held = Sesiones impartidas
groups-next = Próxima sesión
groups-next-note = Sesión { $n }, { $hour }
groups-late = El grupo termina el { $end }, después del fin de su proyecto ({ $project }).
groups-slot = Día y hora de costumbre
groups-slot-at = { $day }, { $hour }
groups-data = Datos del grupo
groups-history = Historia
groups-deeds = Acciones
groups-print = Imprimir el calendario
groups-programme = Programa
groups-programme-version = { $title }, versión { $n }
groups-audience = Dirigido a
groups-project = Proyecto de subsidio
groups-entry = Ingreso
groups-entry-open = Abierto: pueden sumarse personas después del inicio
groups-entry-closed = Cerrado: solo al inicio
groups-until = { $name } (hasta el { $day })
groups-since = { $name } (desde el { $day })
groups-note-moved = Era el { $from }. Motivo: { $why }
groups-note-closure = Era el { $from }. Cierre del centro: { $why }
groups-note-room = Cambió de sala. Motivo: { $why }
groups-note-cancelled = Cancelada. Motivo: { $why }
groups-note-substitute = { $staff } suple a { $absent }. Motivo: { $why }

groups-step-of = Paso { $n } de { $of }
groups-asks-1 = Programa y centro
groups-asks-2 = Nombre, sala y cupo
groups-asks-3 = Día y hora
groups-asks-4 = Quiénes facilitan
groups-step-next = Continuar
groups-step-back = Regresar
groups-programme-hint = El grupo conserva esta versión aunque después se publique otra.
groups-no-programmes = No hay programas instalados. Pida a la administración técnica que los instale.
groups-no-centres = No hay centros a su alcance.
groups-to-centres = Ver centros
groups-name-hint = Sin nombres de personas. Por ejemplo, «Lunes 9 h, Leona Vicario».
groups-no-rooms = Este centro todavía no tiene salas.
groups-to-centre = Registrar una sala
groups-room-holds = { $name } (caben { $n })
groups-room-women = aquí se atiende a mujeres
groups-capacity = Cupo
groups-capacity-hint = Cuántas personas pueden inscribirse.
groups-open = Grupo abierto
groups-open-hint = Pueden inscribirse personas después de la primera sesión.
groups-project-hint = El proyecto que paga el grupo. Si el grupo termina después, se avisa.
groups-project-until = { $key } (hasta el { $day })
groups-no-project = Sin proyecto
groups-weekday = Día de la semana
groups-hour = Hora
groups-hour-hint = Hora del centro, de 00:00 a 23:59.
groups-start = Primer día posible
groups-start-hint = La primera sesión será ese día o el siguiente que corresponda. Se saltan los días de descanso obligatorio y los del calendario del centro.
groups-few-facilitators = Se necesitan dos personas que puedan facilitar, con contrato y verificación vigentes.
groups-to-staff = Ver el personal
groups-facilitator-first = Primera persona que facilita
groups-facilitator-second = Segunda persona que facilita
groups-facilitator-hint = Quien no puede ser asignado aparece con la razón y no se puede elegir.

groups-check-title = Verifique sus respuestas
groups-check-lead = Todavía no se ha guardado nada. Revise los datos y las fechas; al final puede crear el grupo.
groups-schedule = Calendario propuesto
groups-skipped = Se salta el { $day }: { $why }
groups-create = Crear el grupo
groups-obstacles = No se guardó. Resuelva esto primero

groups-clash-room = La sala «{ $what }» ya está ocupada por el grupo «{ $group }» de { $hours }: { $days }. Elija otra sala, otro día u otra hora.
groups-clash-facilitator = { $what } ya facilita el grupo «{ $group }» de { $hours }: { $days }. Elija a otra persona, otro día u otra hora.
groups-clash-elsewhere = de otro centro
groups-and-more =
    { $n ->
        [one] y 1 fecha más
       *[other] y { $n } fechas más
    }
groups-women-attended = El { $day } se atiende a mujeres en esa sala: ahí no puede haber sesiones con hombres que ejercen violencia (LGAMVLV, art. 8). Elija otra sala.
groups-room-too-small =
    { $n ->
        [one] En esa sala cabe 1 persona: el cupo es mayor. Baje el cupo o elija otra sala.
       *[other] En esa sala caben { $n } personas: el cupo es mayor. Baje el cupo o elija otra sala.
    }
groups-same-person = Elija a dos personas distintas: ya está en la pareja que facilita.
groups-cannot-facilitate = { $name } no puede facilitar: { $why }.
groups-bar-sanctioned = tiene una sanción por violencia desde el { $day }
groups-bar-no-contract = no tiene contrato registrado
groups-bar-other-function = su contrato es de otra función
groups-bar-contract-later = su contrato empieza el { $day }
groups-bar-contract-ended = su contrato termina el { $day }
groups-bar-no-check = falta la verificación de que no tiene sanciones por violencia
groups-bar-check-expired = su verificación venció el { $day }
groups-warn-project = El grupo termina el { $day }, después del fin del proyecto. Sesiones que quedan fuera: { $n }.
groups-warn-facilitator = { $name } no cubre todo el grupo: { $why }. Habrá que renovar o cambiar antes.
groups-warn-past = La primera sesión ya pasó: sus listas se transcribirán del papel.
groups-session-was-held = Esa sesión ya se impartió: su fecha no cambia.
groups-session-was-cancelled = Esa sesión ya está cancelada.
groups-same-time = La fecha, la hora y la sala son las que ya tenía.
groups-rest-day = Ese día no hay sesiones: { $why }.
groups-out-of-order = Quedaría antes o después de la sesión { $n }: las sesiones conservan su orden. Elija una fecha entre la anterior y la siguiente.

groups-rest-new-year = 1 de enero, descanso obligatorio
groups-rest-constitution = descanso obligatorio por el 5 de febrero
groups-rest-juarez = descanso obligatorio por el 21 de marzo
groups-rest-labour = 1 de mayo, descanso obligatorio
groups-rest-independence = 16 de septiembre, descanso obligatorio
groups-rest-federal-executive = transmisión del Poder Ejecutivo Federal, descanso obligatorio
groups-rest-revolution = descanso obligatorio por el 20 de noviembre
groups-rest-christmas = 25 de diciembre, descanso obligatorio

groups-mistake-programme = Elija un programa
groups-mistake-centre = Elija un centro
groups-mistake-name = Escriba un nombre para el grupo
groups-mistake-room = Elija una sala
groups-mistake-capacity = Escriba el cupo con números, de 1 a 200
groups-mistake-project = Elija un proyecto de la lista, o ninguno
groups-mistake-weekday = Elija el día de la semana
groups-mistake-hour = Escriba la hora con dos puntos. Por ejemplo, 09:00
groups-mistake-start = Escriba el primer día posible
groups-mistake-facilitator = Elija a una persona de la lista
groups-mistake-day = Escriba la fecha
groups-mistake-reversed = El último día no puede ser anterior al primero
groups-mistake-reason = Escriba el motivo: queda en la historia del grupo
groups-mistake-state = Elija qué quiere hacer
groups-mistake-barred = Esa persona no puede facilitar este grupo: junto a su nombre está la razón. Elija a otra

groups-session-change = Cambio de una sesión
groups-now-at = Ahora: { $day }, { $hour }. Lugar: { $room }.
groups-reason = Motivo
groups-reason-hint = En pocas palabras y sin nombres de participantes. Queda en la historia de la sesión.
groups-reason-only = (obligatorio para cancelar)
groups-move-title = Mover la sesión { $n }
groups-new-day = Nueva fecha
groups-new-day-hint = La sesión conserva su número y su lugar entre la anterior y la siguiente.
groups-move-do = Mover la sesión
groups-cancel-title = Cancelar la sesión { $n }
groups-cancel-consequence = Antes de cancelar
groups-cancel-keeps = La sesión conserva su número y deja libres la sala y a quienes facilitan.
groups-cancel-final = No podrá recuperarse: las personas participantes recibirán una sesión menos.
groups-cancel-move-instead = Si puede darse otro día, es mejor moverla:
groups-cancel-do = Cancelar la sesión
groups-substitute-title = Suplencia en la sesión { $n }
groups-absent = ¿Quién no estará?
groups-stand-in = ¿Quién suple?
groups-stand-in-hint = Solo para esta sesión. Quien no puede ser asignado aparece con la razón y no se puede elegir.
groups-substitute-do = Registrar la suplencia

groups-change-facilitator = Cambiar a quien facilita
groups-change-facilitator-hint = Desde una fecha en adelante. Para una sola sesión, use la suplencia.
groups-change-facilitator-lead = Las sesiones anteriores conservan a quien las facilitó.
groups-leaving = ¿Quién deja el grupo?
groups-arriving = ¿Quién lo toma?
groups-from = Primer día de la nueva persona
groups-change-do = Hacer el cambio
groups-change-state = Concluir o cancelar el grupo
groups-change-state-hint = Se registra quién, cuándo y por qué.
groups-new-state = ¿Qué quiere hacer?
groups-finish = Concluir el grupo
groups-finish-hint = Ya no se programan sesiones. Las listas pendientes pueden cerrarse y las constancias pueden emitirse.
groups-call-off = Cancelar el grupo
groups-call-off-hint = Se cancelan todas las sesiones que no se impartieron. No puede deshacerse.
groups-state-reason-hint = Sin nombres de participantes.
groups-state-do = Confirmar

groups-closure-title = Cierre del centro por emergencia
groups-closure-lead = { $name }. Por huracán u otra emergencia, todas las sesiones de esos días se mueven en un solo acto. Primero verá cómo quedan.
groups-closure-from = Primer día cerrado
groups-closure-last = Último día cerrado
groups-closure-reason-hint = Por ejemplo, «Huracán, alerta roja».
groups-closure-show = Ver cómo quedarían las sesiones
groups-closure-moves =
    { $n ->
        [0] No se mueve ninguna sesión
        [one] Se mueve 1 sesión
       *[other] Se mueven { $n } sesiones
    }
groups-closure-clashes = Algunas sesiones chocarían. Déles otra fecha u hora abajo; después confirme.
groups-closure-was = Estaba
groups-closure-will = Quedará
groups-closure-consequence = Al confirmar
groups-closure-all = Se mueven todas las sesiones de la tabla, o ninguna si algo choca. Cada una conserva su número y dice por qué.
groups-closure-tell = El sistema no avisa a las personas participantes: llámeles.
groups-closure-blocked = En esos días no podrán programarse sesiones nuevas en el centro.
groups-closure-do = Cerrar el centro y mover las sesiones

groups-feed-title = Mi calendario
groups-feed-lead = Vea sus sesiones en el calendario de su teléfono o computadora.
groups-feed-how = Agregue un calendario «por suscripción» o «desde URL» y pegue esta dirección:
groups-feed-make = Crear mi dirección
groups-feed-renew = Cambiar la dirección
groups-feed-care = Cuide esta dirección
groups-feed-secret = Quien la tenga verá fechas, horas y salas. No contiene nombres ni el motivo de las sesiones.
groups-feed-renewal = Si se compartió por error, cámbiela: la anterior deja de funcionar.
groups-feed-no-staff = Su cuenta no corresponde a alguien del personal: no tiene sesiones propias.
groups-feed-one = Calendario del grupo
groups-feed-hint = Para suscribirse desde un calendario. Solo contiene fechas, horas y salas.
groups-feed-name = Sesiones
groups-feed-session = Sesión { $n } de { $of }

groups-done-created = El grupo se creó con todas sus sesiones.
groups-done-moved = La sesión se movió.
groups-done-cancelled = La sesión se canceló.
groups-done-substituted = La suplencia quedó registrada.
groups-done-facilitator = El cambio de quien facilita quedó registrado.
groups-done-state = El estado del grupo cambió.
groups-done-closed = El centro quedó cerrado esos días y sus sesiones se movieron.
groups-done-feed = La dirección del calendario cambió.
