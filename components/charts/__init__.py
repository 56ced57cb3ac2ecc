"""The charts of the dashboards: specs made once a language and theme, fed with small frames of codes, numbers and words."""
