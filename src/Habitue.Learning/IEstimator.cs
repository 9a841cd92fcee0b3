using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>
/// A recipe: the settings of an algorithm, from which <see cref="Fit"/> makes a model. A recipe is an
/// immutable record and fitting never changes it, so one recipe may be fitted many times and on many threads.
/// </summary>
/// <typeparam name="TData">What it learns from, usually a <see cref="Data.Matrix"/>.</typeparam>
/// <typeparam name="TModel">What comes out; there is no unfitted model.</typeparam>
public interface IEstimator<in TData, out TModel>
    where TModel : IModel
{
    /// <summary>
    /// Learns a model. The same data, settings and seed give the same model on one machine, whatever the
    /// number of threads; the data is only read.
    /// </summary>
    /// <exception cref="SettingException">A setting is outside its limits or does not suit the data.</exception>
    /// <exception cref="BadDataException">The data cannot be learned from; the message names column and row.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    TModel Fit(TData data, FitRun run = default);
}
