namespace Habitue.Experiments.Definitions;

/// <summary>A file of experiments that cannot be taken; the sentence names file and line.</summary>
internal sealed class ExperimentFileException(string sentence) : Exception(sentence);
