{{- define "ceiba.fullname" -}}
{{- if contains "ceiba" .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-ceiba" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ceiba.selector" -}}
app.kubernetes.io/name: ceiba
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ceiba.labels" -}}
{{ include "ceiba.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
