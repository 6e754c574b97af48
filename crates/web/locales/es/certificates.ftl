# Constancias: las de un grupo, cada una, su revocación y la página pública de verificación.

certificates-title = Constancias del grupo
certificates-lead = Hay dos documentos. La constancia de participación dice a cuántas sesiones y horas asistió la persona; la de conclusión dice, además, que cumplió la regla del programa.
certificates-kind = Documento
certificates-kind-participation = Constancia de participación
certificates-kind-completion = Constancia de conclusión
certificates-hours = { $h } h
certificates-hours-minutes = { $h } h { $m } min
certificates-participant = Participante
certificates-sessions = Sesiones
certificates-received = Tiempo recibido
certificates-documents = Documentos
certificates-erased = Datos borrados
certificates-nobody = Este grupo no tiene participantes
certificates-nobody-text = Cuando haya personas inscritas y sesiones con lista cerrada, aquí se emiten sus constancias.
certificates-to-group = Ir al grupo
certificates-issue-about = Se emiten de una vez todas las que proceden, con folios seguidos por apellido. Las que ya se emitieron no se repiten.
certificates-issue-signs = Firman a mano, en el papel impreso: { $who }.
certificates-issue-signs-change = Cambiar quién firma
certificates-issue =
    { $n ->
        [one] Emitir 1 constancia
       *[other] Emitir { $n } constancias
    }
certificates-check-title = Revise antes de emitir
certificates-check-people = Personas que reciben alguna
certificates-check-signs = Firman a mano
certificates-check-whom = Para quién
certificates-check-then = Al emitir
certificates-check-folios = Cada constancia lleva la fecha de hoy y un folio; los folios son seguidos, por apellido.
certificates-check-final = Una constancia emitida no se deshace ni se corrige: solo se revoca, con motivo, y su folio no vuelve a usarse.
certificates-none-due = Por ahora no hay constancias por emitir. Junto a cada documento se dice por qué.
certificates-none-yet = Todavía no procede ninguna constancia
certificates-download-all =
    { $n ->
        [one] Descargar 1 PDF
       *[other] Descargar { $n } PDF
    }
certificates-given = Emitida
certificates-due = Por emitir
certificates-printing = En preparación
certificates-revoked = Revocada
certificates-in-force = Vigente
certificates-group = Grupo
certificates-differs = La asistencia cambió después: revise si debe revocarla
certificates-withheld-roll-open = Falta cerrar una lista
certificates-withheld-not-finished = Faltan sesiones por celebrar
certificates-withheld-nothing-received = No asistió a ninguna sesión
certificates-withheld-rule-not-met = No cumple la regla de conclusión
certificates-withheld-withdrawn = Causó baja
certificates-withheld-erased = Sus datos se borraron
certificates-no-face = No se puede emitir: falta registrar la institución y quién firma los documentos.
certificates-no-face-link = Registrar institución y firmas

certificates-job-title = Emisión de constancias
certificates-job-waits = En espera de empezar…
certificates-job-progress = { $done } de { $total } constancias
certificates-job-about = Esta página se actualiza sola. Puede salir de ella: la emisión continúa.
certificates-job-again = Actualizar
certificates-job-ended =
    { $n ->
        [0] No había constancias por emitir.
        [one] Se emitió 1 constancia.
       *[other] Se emitieron { $n } constancias.
    }
certificates-job-see = Ver cómo va
certificates-job-next = Al terminar, descargue los PDF, imprímalos y recabe las firmas. Después guarde en cada constancia el original firmado.
certificates-to-list = Ver las constancias
certificates-problem-gone = La emisión se detuvo: el grupo o su permiso para emitir ya no están disponibles. Lo ya emitido se conserva.
certificates-problem-unprintable = Algún nombre tiene letras que no se pueden imprimir. Corríjalo en el expediente de la persona y emita de nuevo: las demás constancias ya están listas.
certificates-problem-too-long = Algún texto no cabe en la página. Abrevie los datos de la institución o el nombre y emita de nuevo: las demás constancias ya están listas.
certificates-problem-logo = El logotipo no se puede leer. Suba otro en los documentos de la institución y emita de nuevo.
certificates-problem-disk-full = El servidor se quedó sin espacio. Avise a la administración técnica y emita de nuevo.
certificates-problem-other = La emisión no pudo terminar. Lo ya emitido se conserva; emita de nuevo y, si se repite, avise a la administración técnica.

certificates-show-title = Constancia
certificates-show-heading = Constancia { $folio }
certificates-issued-on = Fecha de emisión
certificates-issued-by = Emitida por
certificates-download = Descargar PDF
certificates-revoke = Revocar constancia
certificates-revoked-on = Revocada el
certificates-revoked-by = Revocada por
certificates-revoked-why = Motivo de la revocación
certificates-scan-title = Original firmado
certificates-scan-about = El sello digital prueba que el archivo no cambió; no sustituye la firma autógrafa. Guarde aquí el original con firmas y sello, escaneado o en foto.
certificates-scan-download = Descargar el original firmado
certificates-scan = Archivo
certificates-scan-hint = PDF, JPEG o PNG de hasta 10 MB. Si ya hay uno, el nuevo toma su lugar.
certificates-scan-send = Guardar
certificates-done-scan = Se guardó el original firmado.
certificates-mistake-scan-missing = Elija el archivo con el original firmado.
certificates-mistake-scan-kind = El archivo debe ser PDF, JPEG o PNG.
certificates-revoke-title = Revocar constancia
certificates-revoke-question = ¿Revocar la constancia { $folio }?
certificates-consequences = Qué ocurre al revocarla
certificates-revoke-public = Quien abra su código QR verá desde ahora que está revocada, con la fecha; no verá el motivo.
certificates-revoke-file = El archivo PDF ya entregado no cambia: su sello sigue probando que es íntegro, no que esté vigente.
certificates-revoke-again = Se podrá emitir otra del mismo tipo, con otro folio.
certificates-revoke-final = No se puede deshacer.
certificates-reason = Motivo
certificates-reason-hint = Queda en el registro del centro. No escriba datos de salud ni de otras personas.
certificates-reason-missing = Escriba el motivo de la revocación.
certificates-remedy-roll-open =
    { $n ->
        [one] 1 documento espera una lista sin cerrar. Ciérrela en la pestaña «Sesiones».
       *[other] { $n } documentos esperan listas sin cerrar. Ciérrelas en la pestaña «Sesiones».
    }
certificates-remedy-rule-not-met =
    { $n ->
        [one] 1 constancia de conclusión no procede: no se cumplió la regla del programa. Vea por qué en la pestaña «Avance».
       *[other] { $n } constancias de conclusión no proceden: no se cumplió la regla del programa. Vea por qué en la pestaña «Avance».
    }
certificates-remedy-not-finished =
    { $n ->
        [one] 1 documento espera a que se celebren todas las sesiones.
       *[other] { $n } documentos esperan a que se celebren todas las sesiones. No hay que hacer nada antes.
    }
certificates-remedy-nothing-received =
    { $n ->
        [one] 1 documento no procede: la persona no asistió a ninguna sesión. Si la lista está mal, corríjala con motivo.
       *[other] { $n } documentos no proceden: esas personas no asistieron a ninguna sesión. Si una lista está mal, corríjala con motivo.
    }
certificates-remedy-withdrawn =
    { $n ->
        [one] 1 constancia de conclusión no procede: la persona dejó el grupo.
       *[other] { $n } constancias de conclusión no proceden: esas personas dejaron el grupo.
    }
certificates-remedy-erased =
    { $n ->
        [one] 1 documento ya no puede emitirse: los datos de la persona se borraron.
       *[other] { $n } documentos ya no pueden emitirse: los datos de esas personas se borraron.
    }
certificates-done-revoked = La constancia quedó revocada.

certificates-public-title = Verificación de constancia
certificates-public-valid = Constancia válida.
certificates-public-revoked = Constancia revocada el { $date }. No debe aceptarse.
certificates-public-withdrawn = Constancia dada de baja. Los datos que permitían verificarla ya no existen.
certificates-folio = Folio
certificates-initials = Iniciales
certificates-programme = Programa
certificates-programme-version = { $title } (versión { $version })
certificates-proves = Qué acredita
certificates-proves-participation = Que la persona asistió y cuánto tiempo recibió.
certificates-proves-completion = Que la persona asistió, cuánto tiempo recibió y que cumplió la regla de conclusión del programa.
certificates-centre = Centro
certificates-institution = Institución
certificates-public-compare = Compare con el documento
certificates-public-compare-text = El folio, las iniciales, el tiempo y la fecha deben ser los mismos que en el papel o el archivo que le mostraron. Si algo difiere, el documento no es el que se emitió.
certificates-public-proves = Acredita asistencia; no acredita cambio de conducta ni ausencia de riesgo.
certificates-public-seal = Qué prueba el sello digital
certificates-public-seal-text = El archivo PDF lleva un sello digital: prueba que lo emitió este centro y que no cambió ni una letra. No sustituye la firma autógrafa y no dice si la constancia sigue vigente; eso lo dice esta página.
certificates-public-offline = Si tiene el archivo, puede comprobar el sello sin conexión con la llave pública del centro y el programa
certificates-public-key = Descargar la llave pública del centro
certificates-public-fingerprint = Clave del sello:
certificates-public-unknown = No existe una constancia con esta dirección.
certificates-public-unknown-text = Lea de nuevo el código QR completo o copie la dirección impresa letra por letra. Si el resultado se repite, el documento no fue emitido por este sistema.
certificates-public-unknown-folio = Un folio por sí solo no se puede consultar: así nadie puede buscar constancias ajenas.
