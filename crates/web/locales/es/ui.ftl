# El marco de toda página y las piezas comunes.

ui-app-name = Buentrato
ui-title-suffix = Sistema
ui-side-programme = Programa
ui-side-safety = Enlace de seguridad
ui-demo = Demostración: todos los datos son inventados.
ui-skip = Ir al contenido
ui-nav = Secciones
ui-more = Más
ui-waiting = por atender
ui-exit = Salir rápido
ui-exit-hint = Cierra la sesión y abre otra página. También con tres pulsaciones de la tecla Mayús.
ui-exit-address = https://www.google.com/search?q=clima
ui-theme = Apariencia
ui-theme-device = Auto
ui-theme-light = Clara
ui-theme-dark = Oscura
ui-language = Idioma
ui-my-account = Mi cuenta
ui-sign-out = Cerrar sesión
ui-session-title = Su sesión está por terminar
ui-session-text = Por seguridad se cerrará si no la continúa. Tiempo restante:
ui-session-stay = Continuar
ui-session-ended = Su sesión terminó. Lo que escribió se conserva: al enviarlo se le pedirá entrar de nuevo.
ui-session-send = Enviar y entrar de nuevo

ui-banner = Persona
ui-no-value = Sin dato
ui-change = Cambiar
ui-cancel = Cancelar
ui-filters = Filtros
ui-filter = Aplicar
ui-filter-clear = Quitar filtros
ui-search = Buscar
ui-count-none = Sin resultados
ui-count =
    { $n ->
        [one] 1 resultado
       *[other] { $n } resultados
    }
ui-count-of = { $first } a { $last } de { $n } resultados
ui-pager = Páginas
ui-previous = Anterior
ui-next = Siguiente
ui-page = Página { $n }

ui-optional = (opcional)
ui-municipality-hint = Elija o escriba su nombre. Si no está en la lista, escriba la clave de 5 dígitos del INEGI.
ui-choose = Elija una opción
ui-mistakes = Hay algo que corregir
ui-mistake = Error:
ui-mistake-date = Escriba una fecha que exista, con día, mes y año de cuatro cifras. Por ejemplo, 05/03/2026
ui-birthday-hint = Por ejemplo, 27 3 1985
ui-day = Día
ui-month = Mes
ui-year = Año
ui-roll-missing = sin marcar

ui-error-home = Ir al inicio
ui-error-reference = Si pide ayuda, mencione esta referencia:
ui-error-400-title = No se entendió la solicitud
ui-error-400-what = Lo que llegó al sistema está incompleto o tiene una forma que no se espera.
ui-error-400-do = Regrese a la página anterior e inténtelo de nuevo. No se guardó ningún cambio.
ui-error-403-title = Esta página caducó
ui-error-403-what = La página estuvo abierta demasiado tiempo o su sesión cambió. No se guardó ningún cambio.
ui-error-403-do = Regrese, vuelva a cargar la página y repita lo último que hizo.
ui-error-404-title = No se encontró la página
ui-error-404-what = No existe, cambió de lugar o no corresponde a su función.
ui-error-404-do = Revise la dirección. Si la necesita para su trabajo, pida ayuda a su coordinación.
ui-error-409-title = Alguien más hizo un cambio
ui-error-409-what = Mientras usted trabajaba, otra persona guardó cambios en lo mismo. Los de usted no se guardaron para no borrar los suyos.
ui-error-409-do = Regrese, revise cómo quedó y repita su cambio si aún hace falta.
ui-error-413-title = El archivo es demasiado grande
ui-error-413-what = El sistema no recibe archivos de ese tamaño. No se guardó ningún cambio.
ui-error-413-do = Envíe un archivo más pequeño, por ejemplo con menor resolución o dividido en partes.
ui-error-429-title = Demasiados intentos seguidos
ui-error-429-what = Para proteger los datos, el sistema hace una pausa.
ui-error-429-do = Espere un minuto e inténtelo de nuevo.
ui-error-500-title = El sistema falló
ui-error-500-what = Ocurrió un error que no es culpa de usted. Quedó registrado.
ui-error-500-do = Inténtelo de nuevo en unos minutos. Antes de repetir un cambio, revise si se guardó.
ui-error-503-title = El sistema no está disponible
ui-error-503-what = La base de datos no responde o hay demasiada carga. Lo que ya estaba guardado está a salvo.
ui-error-503-do = Espere un momento y vuelva a cargar esta página. Si enviaba un formulario, el navegador preguntará si lo envía otra vez: acepte. Llega completo y nada se guarda dos veces.
ui-error-507-title = No hay espacio para guardar
ui-error-507-what = El equipo en que está el sistema se quedó sin espacio. Este cambio no se guardó; lo anterior está a salvo.
ui-error-507-do = Avise a la administración técnica y no cierre esta página. Cuando haya espacio, vuelva a cargarla: el navegador preguntará si envía otra vez el formulario. Acepte y no tendrá que escribir nada de nuevo.
ui-help = Ayuda de esta página
