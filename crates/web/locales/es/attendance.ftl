# Pase de lista, correcciones, lista firmada y avance del grupo.

attendance-title = Pase de lista
attendance-erased = Persona dada de baja
attendance-hint = Marque a los demás como presentes y luego cambie las excepciones. Asistir y cumplir son cosas distintas: si nadie dice que cumplió, queda «sin anotar».
attendance-all-present = Los demás, presentes
attendance-all-complied = Quienes asistieron, cumplieron
attendance-transcribe = Transcribir la lista de papel
attendance-transcribe-lead = Copie lo que dice la lista firmada. Quedará anotado quién la transcribió y cuándo; después suba la foto o el escaneo en la página de la sesión.
attendance-mark-present = Presente
attendance-mark-late = Retardo
attendance-mark-excused = Falta justificada
attendance-mark-unexcused = Falta injustificada
attendance-short-present = Pres.
attendance-short-late = Ret.
attendance-short-excused = Just.
attendance-short-unexcused = Injust.
attendance-late = Minutos que perdió
attendance-minutes =
    { $n ->
        [one] 1 minuto
       *[other] { $n } minutos
    }
attendance-reason = Motivo
attendance-reason-words = Detalle
attendance-reason-words-only = (si eligió «Otro»)
attendance-reason-health = Salud
attendance-reason-family = Familia o cuidados
attendance-reason-work = Trabajo o comisión
attendance-reason-authority = Cita con una autoridad
attendance-reason-transport = Transporte o clima
attendance-reason-other = Otro (escriba el detalle)
attendance-complied = Cumplió lo acordado
attendance-complied-unsaid = Sin anotar
attendance-complied-so = cumplió lo acordado
attendance-complied-figures = Sí: { $yes } · No: { $no } · Sin anotar: { $unsaid }
attendance-not-complied = no cumplió lo acordado
attendance-save = Guardar
attendance-sign = Firmar y cerrar
attendance-unmarked = Sin marcar
attendance-stale = Alguien más guardó esta lista mientras usted la llenaba. En los botones está lo de usted; junto a cada nombre que no coincide está lo guardado. Revise y guarde, o
attendance-stale-closed = Esta lista ya está firmada: lo de usted no se guardó. Junto a cada nombre que no coincide está lo firmado. Si algo está mal, use «Corregir» en la lista firmada.
attendance-stale-drop = descarte lo suyo y vea lo guardado
attendance-stale-kept = Guardado: { $mark }
attendance-mistake-late = Elija cuántos minutos perdió.
attendance-mistake-absent = Quien faltó no tiene minutos. Cambie la marca.
attendance-mistake-reason = Elija el motivo de la falta justificada o escriba el detalle.
attendance-mistake-unmarked = Antes de firmar, marque a quienes siguen sin marca. Empiece por esta persona.
attendance-mistake-nobody = No marcó a nadie y no se guardó nada. Marque al menos a una persona.
attendance-mistake-why = Escriba por qué se corrige.
attendance-mistake-same = No hay nada distinto que corregir. Cambie la marca o regrese sin guardar.
attendance-mistake-stale = Alguien más corrigió esta lista mientras tanto. Revise la marca que aparece junto al nombre y guarde de nuevo si aún hace falta.
attendance-mistake-file = Elija el archivo de la lista firmada.
attendance-mistake-kind = Ese archivo no es PDF, JPEG ni PNG. Tome una foto o escanee la lista y elija ese archivo.
attendance-mistake-not-held = Primero pase la lista de esta sesión; después suba la lista firmada.
attendance-done-saved = Lista guardada. Todavía no está firmada: cuando esté completa, fírmela.
attendance-done-signed = Lista firmada y cerrada.
attendance-done-corrected = Corrección guardada. Lo anterior quedó a la vista.
attendance-done-list = Lista firmada adjunta.

attendance-cancelled-title = Esta sesión se canceló
attendance-cancelled-text = Una sesión cancelada no tiene lista y no cuenta como falta para nadie.
attendance-future-title = Todavía no se puede pasar lista
attendance-future-text = La lista se abre cuando empieza la sesión. Mientras tanto puede imprimir la lista en blanco para las firmas.
attendance-nobody-title = Nadie está inscrito en esta fecha
attendance-nobody-text = La lista muestra a quienes están inscritos el día de la sesión. Revise las inscripciones del grupo.

attendance-closed-how = Ya no se cambia: se corrige línea por línea, con motivo y a la vista.
attendance-print = Imprimir
attendance-participant = Participante
attendance-mark = Asistencia
attendance-present-minutes = Minutos
attendance-correct = Corregir
attendance-not-on-roll = No estaba en la lista
attendance-yes = Sí
attendance-no = No
attendance-corrections = Correcciones
attendance-correction = { $name }: de { $old } a { $new }
attendance-to-session = Ir a la sesión
attendance-correction-title = Corregir la lista firmada
attendance-correction-lead = La marca de antes, la nueva, su nombre, la fecha y el motivo quedan a la vista para siempre.
attendance-correction-why = Motivo: { $why }
attendance-correction-by = Corrigió: { $who }
attendance-why = Por qué se corrige
attendance-why-hint = Por ejemplo: la lista de papel dice otra cosa, o trajo su comprobante.
attendance-correct-save = Guardar la corrección

attendance-blank = Imprimir la lista en blanco

attendance-closing-title = Firmar la lista
attendance-exceptions = Excepciones
attendance-closing-then = Al firmar
attendance-closing-fixed = La lista queda cerrada con su nombre y la hora. Después solo se corrige con motivo y a la vista.
attendance-closing-counts = Cuenta para el avance de cada participante; la primera falta injustificada de las sesiones 1 a 5 abre un pendiente de llamada.
attendance-closing-paper = La lista de papel con firmas sigue siendo la evidencia: súbala en la página de la sesión.
attendance-closing-stale = Alguien más guardó esta lista mientras tanto. Revise cómo quedó antes de firmar.

attendance-dose-title = Avance del grupo
attendance-dose-empty = Todavía no hay participantes
attendance-dose-empty-text = Cuando haya inscripciones, aquí se verá cuánto ha recibido cada participante de lo que marca el programa.
attendance-dose-figures = Cuántas personas hay en cada situación
attendance-dose-all = Ver a todas las personas del grupo
attendance-dose-none = Nadie está en esa situación.
attendance-rule = Concluye quien asiste a { $n } de { $of } sesiones y recibe al menos { $percent } % de los minutos.
attendance-of = { $n } de { $of }
attendance-owed =
    { $n ->
        [one] Falta cerrar 1 lista: no se sabe quién asistió y no cuenta como falta.
       *[other] Faltan por cerrar { $n } listas: no se sabe quién asistió y no cuentan como faltas.
    }
attendance-owed-see = Ver las sesiones
attendance-by-session = Sesión por sesión
attendance-sessions = Sesiones
attendance-missed = Faltas
attendance-unknown = Lista pendiente
attendance-standing = Situación
attendance-standing-met = Cumple la regla
attendance-standing-on-track =
    { $n ->
        [one] Puede faltar a 1 más
       *[other] Puede faltar a { $n } más
    }
attendance-standing-at-risk =
    { $n ->
        [0] En riesgo: no puede faltar más
        [one] En riesgo: puede faltar a 1 más
       *[other] En riesgo: puede faltar a { $n } más
    }
attendance-standing-impossible = Ya no es posible desde la sesión { $n }
attendance-figure-on-track = En camino
attendance-figure-at-risk = En riesgo
attendance-figure-impossible = Ya no es posible
attendance-figure-owed = Listas pendientes
attendance-figure-met = Cumplieron la regla
attendance-gone = dejó el grupo
attendance-drawing = Asistió a { $n } de { $of } sesiones; { $unknown } con la lista pendiente
attendance-legend = Sesión por sesión: barra llena, asistió (más baja si perdió minutos); recuadro, falta justificada; cruz, falta injustificada; «?», lista pendiente, no se sabe; raya, por venir o no se le ofreció. Faltas: justificadas (Just.) e injustificadas (Injust.). Minutos: porcentaje de los que marca el programa.
attendance-workbook = Asistencia (Excel)
attendance-was-corrected = corregida
