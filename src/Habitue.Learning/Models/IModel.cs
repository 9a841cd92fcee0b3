namespace Habitue.Learning.Models;

/// <summary>What a fit has learned: immutable, safe for many threads, able to be saved. A model is data.</summary>
public interface IModel
{
    /// <summary>Where it comes from: kind, version, settings, columns, rows, figures of the fit.</summary>
    ModelCard Card { get; }

    /// <summary>Writes what <see cref="IModel{TSelf}.Load"/> needs; <see cref="ModelFile"/> adds kind, version and card.</summary>
    void Save(ModelWriter to);
}

/// <summary>A model that can be read back.</summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IModel<TSelf> : IModel
    where TSelf : IModel<TSelf>
{
    /// <summary>The kind and version that it writes.</summary>
    static abstract ModelFormat Format { get; }

    /// <summary>Reads what <see cref="IModel.Save"/> wrote, in this version or an older one.</summary>
    /// <exception cref="InvalidDataException">What is there is not such a model.</exception>
    static abstract TSelf Load(ModelReader from);
}

/// <summary>What a saved model says it is.</summary>
/// <param name="Kind">The model's name in files, such as <c>k-means</c>; it never changes.</param>
/// <param name="Version">Counts up whenever what is written changes; older versions stay readable.</param>
public sealed record ModelFormat(string Kind, int Version);
