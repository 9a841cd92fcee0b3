namespace Habitue.Simulation;

/// <summary>
/// A planted association: whoever's order holds the first product gets the second one added with this probability,
/// on top of what chance puts there.
/// </summary>
internal readonly record struct PlantedRule(int Antecedent, int Consequent, double Added);
