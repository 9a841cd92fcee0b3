SELECT example, day, probability_alive, purchase FROM value_alive ORDER BY example, day
