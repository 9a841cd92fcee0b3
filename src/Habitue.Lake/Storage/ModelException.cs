namespace Habitue.Lake.Storage;

/// <summary>A model that cannot be run as it is written: a mistake in a .sql file, not in the data.</summary>
public sealed class ModelException(string message) : Exception(message);
