SELECT ready, words FROM insights WHERE slice = $1
