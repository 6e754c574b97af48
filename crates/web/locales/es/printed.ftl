# Lo que se imprime o se descarga: listas de asistencia, cartas descriptivas, asistencia del grupo.

printed-matrix = Asistencia
printed-matrix-legend = Minutos de asistencia por sesión. F: falta injustificada. FJ: falta justificada. P: lista pendiente. —: no le correspondía.
printed-participant = Participante
printed-sessions = Sesiones
printed-minutes = Minutos
printed-sign-excused = FJ
printed-sign-unexcused = F
printed-sign-owed = P
printed-sign-not-offered = —
printed-audience-men = Hombres
printed-audience-public-servants = Personas servidoras públicas
printed-audience-youth = Adolescentes y jóvenes
printed-no-printer = Esta instalación se hizo sin la impresión de PDF.
