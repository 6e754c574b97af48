# Inscripción: participantes de un grupo, importación de listas, aviso de privacidad.

enrolments-title = Participantes
enrolments-back = Volver
enrolments-places = { $n } de { $capacity } lugares ocupados.
enrolments-none-title = Este grupo aún no tiene participantes
enrolments-none-text = Importe la lista de la dependencia o inscriba a las personas una por una.
enrolments-name = Nombre
enrolments-where = Dependencia, área y puesto
enrolments-since = Desde
enrolments-state = Situación
enrolments-deeds = Acciones
enrolments-erased = Datos borrados
enrolments-state-active = Inscripción vigente
enrolments-state-withdrawn = Baja
enrolments-state-completed = Concluyó
enrolments-import = Importar lista
enrolments-add = Inscribir a una persona
enrolments-done-enrolled = La persona quedó inscrita.

enrolments-search = ¿Ya tiene expediente? Búsquela por nombre o CURP
enrolments-search-hint = Si ya tiene expediente no hace falta capturar sus datos otra vez.
enrolments-search-go = Buscar
enrolments-mistake-not-found = No se encontró a nadie. Revise lo que escribió o capture los datos abajo.
enrolments-add-new = Persona sin expediente
enrolments-who = ¿Es alguna de estas personas?
enrolments-who-hint = Debajo de cada nombre está su fecha de nacimiento.
enrolments-other-person = Ninguna: registrar a otra persona
enrolments-part-work = Trabajo y aviso de privacidad
enrolments-first-day = Primer día en el grupo
enrolments-first-day-hint = Aparecen en las listas desde ese día; si lo deja vacío, desde hoy. Si la lista se llevó en papel, escriba el día en que empezaron.
enrolments-since-outside = Escriba un día entre el inicio del grupo y hoy.
enrolments-since-signed = Desde ese día ya hay una lista firmada. Escriba un día posterior a la última lista firmada.
enrolments-enrol = Inscribir
enrolments-full = El grupo está lleno. Amplíe el cupo o elija otro grupo.
enrolments-over = El grupo ya terminó o fue cancelado: no admite más personas.
enrolments-already = Esta persona ya está en el grupo.
enrolments-left-before = Esta persona causó baja en este grupo. Reincorpórela desde la lista de participantes.
enrolments-other-audience = El grupo es para hombres y el sexo registrado es mujer.

enrolments-leave = Dar de baja
enrolments-leave-title = Baja de participante
enrolments-leave-means = Qué pasa con la baja
enrolments-leave-means-1 = Ya no aparecerá en las listas de asistencia de las sesiones que siguen.
enrolments-leave-means-2 = Lo que ya asistió se conserva y su lugar queda libre.
enrolments-leave-means-3 = Si regresa, puede reincorporarse desde la lista de participantes.
enrolments-reason = Motivo
enrolments-reason-own-decision = Decisión propia
enrolments-reason-work = Trabajo u horario
enrolments-reason-health = Salud o cuidado de alguien
enrolments-reason-moved = Cambio de domicilio o de dependencia
enrolments-reason-absences = Inasistencias
enrolments-reason-mistake = Se inscribió por error
enrolments-reason-other = Otro, que conoce la coordinación
enrolments-mistake-reason = Elija el motivo.
enrolments-until = Último día en el grupo
enrolments-until-outside = Escriba un día entre el de su inscripción y hoy.
enrolments-not-active = Esta persona ya no estaba inscrita.
enrolments-not-withdrawn = Esta persona no tiene baja en el grupo.
enrolments-done-left = La baja quedó registrada.
enrolments-return = Reincorporar
enrolments-done-returned = La persona volvió al grupo.

enrolments-import-title = Importar una lista
enrolments-import-into = Grupo: { $group }
enrolments-import-register = Las personas se registrarán en su centro sin inscribirlas en un grupo.
enrolments-centre = Centro
enrolments-mistake-centre = Elija el centro.
enrolments-file = Lista
enrolments-file-hint = Excel (.xlsx), LibreOffice (.ods) o CSV, hasta 10 MB y 20,000 renglones.
enrolments-upload = Subir y revisar
enrolments-how = Cómo preparar la lista
enrolments-how-1 = Un renglón por persona y los encabezados en un solo renglón. Si no tiene una lista, use la plantilla.
enrolments-template = Descargar plantilla
enrolments-how-2 = Sirven encabezados como nombre, apellidos, CURP, sexo, fecha de nacimiento, dependencia, área, puesto, teléfono y correo.
enrolments-how-3 = Sin celdas combinadas entre los renglones de personas y sin contraseña ni macros.
enrolments-how-4 = Antes de guardar verá qué pasará con cada renglón. Si no confirma, la lista se borra en 24 horas.
enrolments-file-missing = Elija el archivo de la lista.
enrolments-file-type = Este archivo no es una hoja de cálculo. Suba un .xlsx, .ods o .csv.
enrolments-file-old = Es un archivo de Excel antiguo (.xls). Ábralo y guárdelo como «Libro de Excel (.xlsx)».
enrolments-file-macros = El archivo trae macros. Guárdelo como «Libro de Excel (.xlsx)», sin macros.
enrolments-file-encrypted = El archivo tiene contraseña. Quítela y vuelva a subirlo.
enrolments-file-rows = La lista pasa de 20,000 renglones. Divídala en varias o borre los renglones que sobran.
enrolments-file-big = El archivo ocupa demasiado al abrirlo. Copie solo la lista a un archivo nuevo.
enrolments-file-broken = El archivo está dañado o incompleto. Ábralo, guárdelo de nuevo y súbalo.
enrolments-file-empty = El archivo no tiene renglones.

enrolments-columns-title = Confirme las columnas
enrolments-columns-lead = Revise qué dato hay en cada columna. Debajo de cada encabezado están los primeros renglones.
enrolments-other-file = Subir otro archivo
enrolments-sheet = Hoja
enrolments-heading-row = Renglón de los encabezados
enrolments-heading-row-hint = Si arriba hay títulos, escriba el número del renglón donde están los encabezados.
enrolments-look-again = Actualizar
enrolments-continue = Continuar
enrolments-column-none = No importar
enrolments-column-number = Columna { $n }
enrolments-column-given-names = Nombre o nombres
enrolments-column-first-surname = Primer apellido
enrolments-column-second-surname = Segundo apellido
enrolments-column-surnames = Los dos apellidos
enrolments-column-full-name = Nombre completo
enrolments-column-curp = CURP
enrolments-column-sex = Sexo
enrolments-column-birth-date = Fecha de nacimiento
enrolments-column-dependency = Dependencia
enrolments-column-area = Área
enrolments-column-post = Puesto
enrolments-column-phone = Teléfono
enrolments-column-email = Correo electrónico
enrolments-mistake-no-name = Falta el nombre: elija una columna con el nombre completo, o una con el nombre y otra con el apellido.
enrolments-mistake-twice = Hay dos columnas con el mismo dato. Deje una.
enrolments-mistake-merged = Hay celdas combinadas entre los renglones de personas. Sepárelas en el archivo y vuelva a subirlo.
enrolments-mistake-no-rows = No hay renglones debajo de los encabezados.
enrolments-merged-at = Hay celdas combinadas en los renglones { $first } a { $last }: no se sabe a qué persona pertenece el dato. Sepárelas en el archivo y vuelva a subirlo.

enrolments-review-title = Revise la lista
enrolments-review-lead = { $place }. Todavía no se ha guardado nada.
enrolments-figures = Renglones que se muestran
enrolments-rows = Renglones de la lista
enrolments-rows-todos = Todos
enrolments-rows-validos = Válidos
enrolments-rows-avisos = Con aviso
enrolments-rows-rechazados = Rechazados
enrolments-row-validos = Válido
enrolments-row-avisos = Con aviso
enrolments-row-rechazados = Rechazado
enrolments-order = Ordenar por
enrolments-order-renglon = Renglón
enrolments-order-estado = Estado
enrolments-order-apellido = Primer apellido
enrolments-split =
    { $n ->
        [one] En 1 renglón el nombre venía en una sola celda: abajo está separado en nombre y apellidos. Revise que sea correcto.
       *[other] En { $n } renglones el nombre venía en una sola celda: abajo está separado en nombre y apellidos. Revise que sea correcto.
    }
enrolments-row = Renglón
enrolments-also = Además:
enrolments-part-name = Nombre y apellidos
enrolments-part-identity = CURP, sexo y nacimiento
enrolments-part-rest = Trabajo y contacto
enrolments-likely-see = Ver su expediente
enrolments-likely-same = Se toma como la misma persona.
enrolments-likely-same-turn = Es otra persona
enrolments-likely-other = Se registrará como otra persona.
enrolments-likely-other-turn = Es la misma persona
enrolments-result = Resultado
enrolments-verdict-validos = Se importa.
enrolments-verdict-avisos = Se importa; conviene revisarlo.
enrolments-verdict-rechazados = No se importa.
enrolments-copy = Descargar la lista con el resultado
enrolments-copy-hint = La copia trae sus mismos renglones y una columna más que dice qué pasó con cada uno. Se borra en 24 horas.
enrolments-list-full =
    { $free ->
        [0] El grupo está lleno. Amplíe el cupo o elija otro grupo.
        [one] Queda 1 lugar y la lista trae { $n } personas que se pueden inscribir. Quite renglones o amplíe el cupo.
       *[other] Quedan { $free } lugares y la lista trae { $n } personas que se pueden inscribir. Quite renglones o amplíe el cupo.
    }
enrolments-namesakes = Todas las personas que parecen tener expediente
enrolments-namesakes-same = Son la misma persona: usar su expediente
enrolments-namesakes-others = Son otras personas: registrarlas
enrolments-confirm-title = Confirmar
enrolments-confirm =
    { $n ->
        [one] Importar 1 renglón
       *[other] Importar { $n } renglones
    }
enrolments-left-out =
    { $n ->
        [one] Entiendo que 1 renglón no se importará
       *[other] Entiendo que { $n } renglones no se importarán
    }
enrolments-mistake-left-out = Marque que entiende que hay renglones que no se importarán, o corrija la lista.
enrolments-mistake-stale = Algo cambió mientras revisaba: alguien registró o inscribió a una de estas personas. Revise otra vez y confirme.
enrolments-nobody = Ningún renglón se puede importar.
enrolments-no-notice = Su centro aún no tiene aviso de privacidad. La coordinación lo escribe en la página del centro.
enrolments-discard = Borrar esta lista sin importar
enrolments-discard-copy = Borrar esta copia ahora
enrolments-done-discarded = La lista se borró.
enrolments-result-title = Lista importada
enrolments-result-part = Lista importada en parte
enrolments-result-counts =
    { $n ->
        [one] Entró 1 renglón
       *[other] Entraron { $n } renglones
    }{ $left ->
        [0] {" "}y ninguno quedó fuera.
        [one] {" "}y 1 quedó fuera.
       *[other] {" "}y { $left } quedaron fuera.
    }
enrolments-result-registered =
    { $n ->
        [0] Todas las personas tenían expediente.
        [one] 1 persona es nueva en el registro.
       *[other] { $n } personas son nuevas en el registro.
    }
enrolments-see-people = Ver a las personas

enrolments-issue-name-missing = Falta el nombre.
enrolments-issue-name = El nombre o el apellido falta o tiene signos que no son letras.
enrolments-issue-name-split = El nombre venía en una celda y se separó: revise que los apellidos sean correctos.
enrolments-issue-name-curp = El nombre no corresponde a las letras de la CURP.
enrolments-issue-curp-missing = No trae CURP: queda pendiente de entregar.
enrolments-issue-sex-x = indica sexo X. Confírmelo con el documento.
enrolments-issue-sex-missing = Falta el sexo y no hay CURP que lo diga. Agréguelo a la lista.
enrolments-issue-sex-unreadable = no se entiende. Escriba hombre, mujer o X.
enrolments-issue-sex-ambiguous = puede ser mujer o masculino. Escriba hombre o mujer.
enrolments-issue-sex-curp = no coincide con la CURP; se toma el de la lista.
enrolments-issue-birth-unreadable = no se entiende. Escríbala como dd/mm/aaaa.
enrolments-issue-birth-century = el año tiene dos cifras y se supuso el siglo.
enrolments-issue-birth-number = venía como número y se convirtió.
enrolments-issue-birth-future = es posterior a hoy.
enrolments-issue-birth-curp = no coincide con la CURP.
enrolments-issue-formula = es una fórmula y se tomó su último valor.
enrolments-issue-formula-empty = es una fórmula sin valor. Escriba el dato.
enrolments-issue-kind = la celda no tiene texto.
enrolments-issue-long = pasa de 200 letras.
enrolments-issue-phone = no es válido y se omite.
enrolments-issue-email = no es válido y se omite.
enrolments-issue-twice = Es la misma persona que el renglón { $row }.
enrolments-issue-name-twice = Tiene el mismo nombre que el renglón { $row }: revise si es la misma persona.
enrolments-issue-enrolled = Ya está en el grupo.
enrolments-issue-known = Ya tiene expediente: se usará ese.
enrolments-issue-looks-known = Alguien con expediente tiene el mismo nombre y fecha de nacimiento.
enrolments-issue-same-name = Hay un expediente con el mismo nombre.
enrolments-issue-elsewhere = Hay un expediente con esta CURP en otro centro: solicite el traslado.
enrolments-issue-limited = No se puede consultar más si esta CURP está en otro centro. Espere una hora.
enrolments-issue-left-before = Causó baja en este grupo: reincorpórela desde la lista de participantes.
enrolments-issue-dependency = Falta la dependencia, con la que se cuentan los informes.

enrolments-notice = Aviso de privacidad
enrolments-notice-title = Aviso de privacidad del centro
enrolments-notice-lead = Cada cambio es una versión nueva. Cada persona conserva la que aceptó.
enrolments-notice-draft = Este es un borrador: complete lo que está entre corchetes con su unidad de transparencia. Aún no está en uso.
enrolments-notice-since = Versión { $n }, vigente desde { $since }.
enrolments-notice-short = Aviso simplificado
enrolments-notice-full = Aviso integral
enrolments-notice-save = Poner en uso
enrolments-done-notice = El aviso quedó en uso.
enrolments-mistake-notice = Escriba el texto del aviso.
enrolments-mistake-notice-draft = Complete lo que está entre corchetes [ ] antes de usar el aviso.
enrolments-notice-version = Leer el aviso de privacidad (versión { $n })
enrolments-notice-accepted = Versión { $version }, { $day } ({ $how })
enrolments-notice-pending = Pendiente
enrolments-accepted-by = ¿Quiénes aceptaron el aviso?
enrolments-accept = Registrar aceptación
enrolments-done-accepted = La aceptación quedó registrada.
enrolments-mistake-nobody = Marque a las personas que aceptaron.
enrolments-mistake-evidence = Elija cómo consta la aceptación.
enrolments-mistake-notice-day = Escriba el día en que se aceptó, hoy o antes.
enrolments-evidence = ¿Cómo consta que se aceptó el aviso?
enrolments-evidence-hint = Muestre o entregue el aviso antes de pedir los datos.
enrolments-evidence-none = Aún no consta
enrolments-evidence-signed-sheet = Hoja firmada por cada persona
enrolments-evidence-signed-list = Firma en una lista
enrolments-evidence-electronic = Respuesta por correo u otro medio electrónico
enrolments-notice-day = Día en que se aceptó
enrolments-notice-day-if = (si ya consta)
