# Personal: contratos, verificaciones, sanciones, entrega y baja.

staff-nav = Personal
staff-title = Personal
staff-one = Ficha de personal
staff-lead = Quienes trabajan en el centro, con su contrato y la constancia de que no tienen sanción por violencia.
staff-new = Registrar a una persona
staff-change = Corregir datos
staff-save = Guardar
staff-data = Datos
staff-more = Otras acciones
staff-name = Nombre
staff-roles = Funciones vigentes
staff-standing = Puede asignarse
staff-centre = Centro
staff-all-centres = Todos
staff-only-left = Ver a quienes causaron baja
staff-empty-title = Aquí no hay nadie registrado
staff-empty-text = Registre a quienes facilitan, admiten y coordinan. Sin contrato vigente y sin verificación no se les puede asignar un grupo.
staff-given = Nombre o nombres
staff-first-surname = Primer apellido
staff-second-surname = Segundo apellido
staff-curp = CURP
staff-curp-hint = Sirve para asegurar que nadie trabaje a la vez con víctimas y con agresores. Puede agregarla después.
staff-sex = Sexo
staff-sex-man = Hombre
staff-sex-woman = Mujer
staff-sex-x = No binario
staff-has-left = Causó baja
staff-mistake-name = Escriba aquí el nombre como está en su identificación, solo con letras.
staff-mistake-curp = La CURP no es correcta. Revise sus 18 caracteres con el documento a la vista.
staff-mistake-sex = Elija una opción.
staff-mistake-centre = Elija el centro donde trabaja.
staff-mistake-curp-taken = Ya hay una persona registrada con esa CURP. Búsquela en la lista, también entre las bajas.
staff-done-created = La persona quedó registrada. Agregue su contrato y su verificación.
staff-done-changed = Los datos quedaron guardados.

staff-may-be-assigned = Sí puede
staff-bar-sanctioned = No: tiene una sanción por violencia desde el { $day }
staff-bar-no-contract = No: falta registrar su contrato
staff-bar-other-function = No: su contrato es de otra función
staff-bar-contract-later = Aún no: su contrato empieza el { $day }
staff-bar-contract-ended = No: su contrato termina el { $day }
staff-bar-no-check = No: falta verificar que no tiene sanción por violencia
staff-bar-check-expired = No: su verificación venció el { $day }
staff-ends-in =
    { $n ->
        [0] Su contrato termina hoy
        [one] Su contrato termina mañana
       *[other] Su contrato termina en { $n } días
    }
staff-ends-in-text =
    { $n ->
        [0] Su contrato termina hoy y no hay otro registrado. Entregue sus grupos y pendientes o registre su nuevo contrato.
        [one] Su contrato termina mañana y no hay otro registrado. Entregue sus grupos y pendientes o registre su nuevo contrato.
       *[other] Su contrato termina en { $n } días y no hay otro registrado. Entregue sus grupos y pendientes o registre su nuevo contrato.
    }

staff-contracts = Contratos
staff-no-contracts = No tiene contratos registrados.
staff-contract-new = Registrar un contrato
staff-role = Función
staff-starts = Primer día
staff-ends = Último día
staff-ends-hint = Si lo deja vacío, termina con el proyecto; sin proyecto, no tiene fecha de término.
staff-no-end = Sin fecha de término
staff-project = Proyecto de subsidio
staff-project-hint = El contrato que paga un proyecto termina, a más tardar, con él.
staff-no-project = Ninguno
staff-mistake-role = Elija para qué es el contrato.
staff-mistake-starts = Escriba el primer día del contrato.
staff-mistake-project = Elija un proyecto de la lista.
staff-contract-reversed = El último día no puede ser anterior al primero.
staff-contract-after-project = El contrato no puede terminar después del proyecto que lo paga. Escriba un día anterior o elija otro proyecto.
staff-done-contract = El contrato quedó registrado.

staff-checks = Verificación de no sanción por violencia
staff-checks-text = La ley pide que nadie con sanción por violencia brinde atención (LGAMVLV, artículo 8). Sin una verificación vigente no se le puede asignar un grupo.
staff-no-checks = No hay verificación registrada.
staff-check-new = Registrar una verificación
staff-checked-on = Fecha de la verificación
staff-expires-on = Vence el
staff-expires-hint = Si lo deja vacío, vence a los doce meses.
staff-evidence = Documento que lo acredita
staff-evidence-hint = Autoridad y número. Por ejemplo, oficio 12/2026 de la Fiscalía
staff-mistake-checked = Escriba el día en que se hizo la verificación.
staff-mistake-checked-future = La verificación no puede ser de un día que aún no llega.
staff-check-evidence-missing = Escriba qué documento lo acredita.
staff-check-expires-before = El vencimiento debe ser posterior a la verificación.
staff-done-check = La verificación quedó registrada.

staff-sanctions = Sanciones por violencia
staff-sanction-since = Desde el { $day }
staff-sanction-lifted = (sin efecto desde el { $day })
staff-sanction-lift = Quedó sin efecto
staff-sanction-new = Registrar una sanción por violencia
staff-sanction-from = Vigente desde
staff-sanction-note = Quién la impuso y en qué documento
staff-sanction-note-hint = Solo lo necesario: autoridad, número y fecha. Se guarda cifrado.
staff-sanction-submit = Registrar y suspender ahora
staff-sanction-consequence = Al registrarla, de inmediato
staff-sanction-groups =
    { $n ->
        [0] No tiene grupos que dejar.
        [one] Deja su grupo, que queda como pendiente para asignar a alguien más.
       *[other] Deja sus { $n } grupos, que quedan como pendientes para asignar a alguien más.
    }
staff-sanction-accounts =
    { $n ->
        [0] No tiene cuenta que suspender.
        [one] Se suspende su cuenta y se cierran sus sesiones.
       *[other] Se suspenden sus { $n } cuentas y se cierran sus sesiones.
    }
staff-sanction-last = Se suspende aunque sea la única coordinación del centro: pida a la administración técnica que dé acceso a quien la releve.
staff-mistake-sanction-since = Escriba desde qué día está vigente.
staff-mistake-sanction-note = Escriba quién la impuso y en qué documento.
staff-done-sanctioned = La sanción quedó registrada y la persona está suspendida.
staff-done-lifted = La sanción quedó sin efecto. Sus grupos y su cuenta no se devuelven solos.

staff-groups = Grupos que facilita
staff-no-groups = No facilita grupos.
staff-accounts = Cuenta de acceso
staff-no-accounts = No tiene cuenta.
staff-account-new = Crear su cuenta
staff-account-suspended = suspendida

staff-hand-over = Entregar su trabajo
staff-hand-over-lead = Elija quién recibe cada grupo y los pendientes de { $name }. Se entrega todo junto o nada.
staff-hand-over-consequence = Al entregar
staff-hand-over-rolls = Las listas que deba cada grupo las toma quien lo recibe.
staff-hand-over-past = Las sesiones anteriores conservan a quien las dio.
staff-hand-over-whole = Si un grupo no se puede entregar, no se entrega ninguno y se le dice por qué.
staff-hand-over-submit = Entregar
staff-first-day = Primer día de quien recibe
staff-first-day-hint = Hasta el día anterior responde quien entrega. Si cambia el día, vea de nuevo quién puede recibir.
staff-day-apply = Ver quién puede ese día
staff-nobody-that-day = Ese día nadie del centro puede recibir un grupo. Elija otro día.
staff-group-load = Listas por cerrar: { $owed }. Sesiones por venir desde ese día: { $left }.
staff-stays = Todavía no se entrega
staff-tasks = Pendientes
staff-tasks-open =
    { $n ->
        [one] 1 pendiente abierto
       *[other] { $n } pendientes abiertos
    }
staff-substitutions =
    { $n ->
        [one] Además cubre a alguien en 1 sesión por venir: cambie la suplencia en esa sesión.
       *[other] Además cubre a alguien en { $n } sesiones por venir: cambie la suplencia en cada sesión.
    }
staff-nothing-to-hand-over = No hay nada que entregar
staff-nothing-to-hand-over-text = No tiene grupos ni pendientes a su nombre.
staff-mistake-first-day = Escriba el primer día de quien recibe.
staff-mistake-successor = Elija a otra persona para este grupo: esta no puede recibirlo.
staff-handover-of-nothing = Elija quién recibe al menos un grupo o los pendientes.
staff-clash = { $what } ya está ocupada u ocupado el { $when }
staff-clash-same = Ya facilita este grupo
staff-done-handed-over = El trabajo quedó entregado.

staff-leave = Dar de baja
staff-leave-submit = Dar de baja
staff-leave-groups =
    { $n ->
        [one] Todavía facilita 1 grupo. Primero entréguelo a alguien más.
       *[other] Todavía facilita { $n } grupos. Primero entréguelos a alguien más.
    }
staff-leave-consequence = Al darla de baja
staff-leave-account = Su cuenta se suspende y sus sesiones se cierran.
staff-leave-record = Lo que hizo se conserva con su nombre.
staff-leave-last = Si es la única persona que coordina el centro, primero debe tener acceso quien la releve.
staff-is-oneself = No puede darse de baja a sí misma o a sí mismo. Pídalo a otra persona de coordinación o a la administración técnica.
staff-has-groups = Todavía facilita grupos. Entréguelos primero.
staff-done-left = La baja quedó registrada.
