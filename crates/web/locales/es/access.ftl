# Quién entra: inicio de sesión, mi cuenta, administración de cuentas, claves de la API.

access-nav-home = Hoy
access-nav-accounts = Cuentas

access-role-facilitator = Facilitadora o facilitador
access-role-intake = Admisión
access-role-coordinator = Coordinación
access-role-state-evaluator = Evaluación estatal
access-role-commission = Comisión nacional
access-role-auditor = Auditoría
access-role-transparency = Transparencia
access-role-technical-administrator = Administración técnica
access-role-safety-liaison = Enlace de seguridad
access-role-safety-coordinator = Coordinación de seguridad

access-sign-in-title = Iniciar sesión
access-username = Usuario
access-password = Contraseña
access-continue = Continuar
access-sign-in-help = Si olvidó su contraseña, pida un nuevo ingreso a quien administra las cuentas de su centro.
access-wait =
    { $n ->
        [one] Espere 1 segundo antes de intentarlo de nuevo. Su cuenta no está bloqueada.
       *[other] Espere { $n } segundos antes de intentarlo de nuevo. Su cuenta no está bloqueada.
    }
access-why-kept = Su sesión terminó por tiempo. Lo que escribió está guardado: al entrar podrá continuar.
access-why-expired = Su sesión terminó por tiempo. Entre de nuevo para continuar.
access-why-left = Cerró su sesión.
access-mistake-username = Escriba su usuario.
access-mistake-password = Escriba su contraseña.
access-mistake-sign-in = El usuario o la contraseña no son correctos. Revise las mayúsculas y escríbalos de nuevo.

access-code-title = Código de verificación
access-code = Código
access-code-hint = Los 6 números que muestra la aplicación de su teléfono.
access-code-help = Si no tiene su teléfono, escriba uno de sus códigos de recuperación. Cada código sirve una sola vez.
access-enter = Entrar
access-mistake-code-missing = Escriba el código.
access-mistake-code = El código no es correcto o ya se usó. Espere a que su teléfono muestre uno nuevo y escríbalo.

access-enrol-title = Prepare su cuenta
access-enrol-lead = Es la primera vez que entra. Solo se hace una vez y toma unos dos minutos.
access-enrol-password = Elija su contraseña
access-enrol-factor = Vincule su teléfono
access-enrol-step-app = Abra en su teléfono una aplicación de autenticación, por ejemplo FreeOTP o Google Authenticator.
access-enrol-step-scan = Elija agregar una cuenta y escanee este código.
access-enrol-step-code = Escriba abajo los 6 números que aparecen.
access-enrol-picture = Código QR para vincular su teléfono. Si no puede escanearlo, use la clave escrita debajo.
access-enrol-text = ¿No puede escanear? Escriba esta clave en la aplicación:
access-enrol-code-hint = Los 6 números que muestra ahora la aplicación.
access-enrol-finish = Terminar y entrar

access-codes-title = Sus códigos de recuperación
access-codes-lead = Si pierde su teléfono, cada uno de estos códigos le permite entrar una vez.
access-codes-keep = Guárdelos impresos en un lugar seguro, lejos de su teléfono. No se volverán a mostrar.
access-codes-print = Imprimir
access-codes-done = Ya los guardé
access-codes-panel = Códigos de recuperación
access-codes-left =
    { $n ->
        [0] No le queda ningún código. Genere nuevos.
        [one] Le queda 1 código sin usar.
       *[other] Le quedan { $n } códigos sin usar.
    }
access-codes-renew = Generar códigos nuevos
access-codes-renew-lead = Los códigos anteriores dejarán de servir. Confirme que es usted.

access-password-new = Contraseña nueva
access-password-again = Escríbala otra vez
access-password-own = Su contraseña actual
access-password-hint = Al menos 15 caracteres. Una frase de cuatro o cinco palabras que solo usted conozca es fácil de recordar.
access-password-short = La contraseña es corta: necesita al menos 15 caracteres.
access-password-long = La contraseña es demasiado larga: use 250 caracteres o menos.
access-password-guessable = La contraseña es fácil de adivinar. No use su usuario ni palabras comunes del trabajo o del teclado.
access-password-differs = Las dos contraseñas no son iguales. Escríbala otra vez.
access-password-required = Su contraseña es temporal. Elija una propia para continuar.
access-password-lead = Al cambiarla se cierran sus sesiones en otros dispositivos.
access-mistake-own-password = Esa no es su contraseña actual.
access-change-password = Cambiar contraseña

access-account-title = Mi cuenta
access-account-data = Datos
access-name = Nombre
access-roles = Funciones
access-factor-since = Teléfono vinculado desde
access-logins-title = Sesiones abiertas
access-logins-about = Si no reconoce alguna, ciérrela y cambie su contraseña.
access-login-device = Dispositivo sin nombre
access-login-this = esta sesión
access-login-opened = Abierta el { $when }.
access-login-seen = Última actividad: { $when }.
access-login-close = Cerrar esa sesión
access-done-login-closed = La sesión se cerró.
access-done-password = Su contraseña cambió. Se cerraron sus sesiones en otros dispositivos.

access-tokens-title = Claves de la API
access-tokens-about = Una clave permite que otro sistema lea o escriba en su nombre, con los mismos permisos que usted.
access-tokens-open = Ver claves
access-tokens-none = Todavía no hay claves
access-tokens-none-text = Cree una solo si un sistema de su institución va a conectarse. Puede revocarla en cualquier momento.
access-token-new = Crear una clave
access-token-create = Crear clave
access-token-label = Para qué es
access-token-label-hint = Por ejemplo: tablero del instituto estatal.
access-token-scope = Alcance
access-token-read = Solo leer
access-token-write = Leer y escribir
access-token-write-hint = Puede cambiar datos en su nombre. Elíjala solo si hace falta.
access-token-lifetime = Vigencia
access-token-days =
    { $n ->
        [one] 1 día
       *[other] { $n } días
    }
access-token-ends = Vence
access-token-used = Último uso
access-token-never = Sin usar
access-token-deed = Acción
access-token-revoke = Revocar
access-token-made = Clave creada
access-token-once = Cópiela ahora: no se volverá a mostrar. Quien la tenga actúa en su nombre.
access-done-token-revoked = La clave se revocó y ya no sirve.
access-mistake-token-label = Escriba para qué es la clave.
access-mistake-token-scope = Elija si la clave solo lee o también escribe.
access-mistake-token-days = Elija la vigencia de la clave.

access-kept-title = Sus datos siguen aquí
access-kept-lead = Su sesión terminó mientras enviaba un formulario el { $when }. Lo que escribió no se perdió, pero todavía no se guarda.
access-kept-fields =
    { $n ->
        [one] El formulario tiene 1 campo con datos.
       *[other] El formulario tiene { $n } campos con datos.
    }
access-kept-send = Guardar lo que escribí
access-kept-drop = Descartarlo
access-done-kept-dropped = El formulario se descartó.

access-home-title = Hoy
access-home-safety-title = Todavía no hay avisos
access-home-safety-text = Cuando el programa tenga algo que importe a la seguridad de una mujer, aparecerá aquí primero.
access-home-safety-what = Qué llegará aquí
access-home-safety-signals = Avisos del programa: ingreso, amenaza, faltas, abandono, término. Cada aviso dirá por qué llega y qué conviene hacer.
access-home-safety-apart = Este lado está separado por ley: nadie que atiende a los hombres puede entrar, y desde aquí no sale ningún dato de ellas.
access-home-safety-silence = Ningún mensaje lleva nombres. Las mujeres no tienen cuenta en el sistema.
access-home-safety-now = Por ahora puede revisar sus sesiones abiertas y sus códigos de recuperación en

access-accounts-title = Cuentas
access-accounts-lead = Quién puede entrar y con qué función. Las cuentas no se borran: se suspenden.
access-role = Función
access-state = Estado
access-state-active = Activa
access-state-waiting = Espera su primer ingreso
access-state-suspended = Suspendida
access-filter-any = Todas
access-filter-active = Activas
access-filter-suspended = Suspendidas
access-new-title = Nueva cuenta
access-new-lead = Se creará una contraseña temporal para entregarla en persona. En su primer ingreso la persona elige la suya y vincula su teléfono.
access-new-create = Crear cuenta
access-name-hint = Como aparecerá en pantalla. Si eligió a alguien del personal puede dejarlo vacío.
access-staff = Persona del personal
access-staff-hint = Elíjala si trabaja en un centro: así verá sus grupos. Si no aparece, regístrela primero en Personal.
access-staff-none = No es del personal de un centro
access-username-hint = De 3 a 64 letras minúsculas, números, punto o guion. Por ejemplo: ana.chan
access-centre = Centro
access-centre-hint = Obligatorio para facilitación, admisión y coordinación.
access-mistake-name = Escriba el nombre de la persona.
access-mistake-username-shape = El usuario lleva de 3 a 64 letras sin acento, números, punto, guion o arroba, sin espacios.
access-mistake-username-taken = Ese usuario ya existe. Elija otro.
access-mistake-role = Elija una función.
access-mistake-centre = Elija el centro: esta función se ejerce en uno.
access-username-invalid = El usuario no tiene una forma válida.
access-staff-unknown = Esa persona no está en el personal o ya no trabaja aquí.
access-staff-has-account = Esa persona ya tiene una cuenta.
access-role-of-other-side = Esa función es del otro lado: nadie puede tener funciones en los dos.
access-role-needs-centre = Función y centro no corresponden.
access-last-coordinator = Es la única persona que coordina su centro. Dé primero esa función a quien tome su lugar.
access-last-administrator = Es la única persona que administra este lado. Dé primero esa función a quien tome su lugar.
access-suspend-self = No puede suspender su propia cuenta.
access-factor-in-force = La cuenta ya tiene un teléfono vinculado.

access-handed-title = Entregue estos datos
access-handed-lead = La contraseña es temporal y solo se muestra ahora.
access-handed-password = Contraseña temporal
access-handed-once = Anótela antes de salir de esta página. Si se pierde, genere otra con «Nuevo ingreso».
access-handed-person = Entréguela en persona o por un medio seguro, nunca por correo junto con el usuario.
access-handed-next = Sirve siete días. En su primer ingreso la persona elegirá su contraseña y vinculará su teléfono.
access-handed-done = Ya la entregué

access-show-title = Cuenta
access-created = Creada el
access-roles-none = Sin funciones: puede entrar, pero no ve nada.
access-role-grant = Dar una función
access-role-end = Terminar
access-entry-title = Ingreso
access-reentry = Nuevo ingreso
access-reentry-hint = Si perdió su contraseña o su teléfono.
access-suspend = Suspender cuenta
access-suspend-hint = Sale de inmediato y no puede volver a entrar.
access-reinstate = Reactivar cuenta
access-consequences = Qué pasará
access-suspend-question = ¿Suspender la cuenta de { $name }?
access-suspend-at-once = Todas sus sesiones se cierran en este momento.
access-suspend-kept = Lo que registró se conserva con su nombre.
access-suspend-back = Puede reactivarla cuando haga falta.
access-reentry-question = ¿Dar nuevo ingreso a { $name }?
access-reentry-identify = Hágalo solo si comprobó en persona quién es.
access-reentry-old = Su contraseña, su teléfono vinculado y sus códigos de recuperación dejan de servir, y sus sesiones se cierran.
access-reentry-new = Verá una contraseña temporal para entregarla.
access-done-role-granted = La función quedó asignada.
access-done-role-ended = La función terminó.
access-done-suspended = La cuenta quedó suspendida y sus sesiones se cerraron.
access-done-reinstated = La cuenta está activa de nuevo.
