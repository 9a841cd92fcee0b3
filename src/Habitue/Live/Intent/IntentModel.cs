using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Live.State;
using Habitue.ModelShelf;

namespace Habitue.Live.Intent;

/// <summary>How likely a visit that goes on ends in an order, by the session model on the shelf that answers.</summary>
internal sealed class IntentModel
{
    /// <summary>Its name on the shelf.</summary>
    public const string Name = "intent";

    private readonly EncodedClassifier<CalibratedClassifierModel> model;

    private IntentModel(EncodedClassifier<CalibratedClassifierModel> model, int version) => (this.model, Version) = (model, version);

    public int Version { get; }

    /// <summary>The promoted model; null when there is none.</summary>
    /// <exception cref="Host.UserMistakeException">Its file is gone or damaged.</exception>
    public static IntentModel? Promoted(Shelf shelf) =>
        shelf.Promoted(Name) is { } shelved ? new IntentModel(shelf.Load<EncodedClassifier<CalibratedClassifierModel>>(shelved), shelved.Version) : null;

    public static IntentModel Of(EncodedClassifier<CalibratedClassifierModel> model, int version) => new(model, version);

    public double Probability(Visit visit)
    {
        var features = new VisitFeatures();
        features.Add(visit);
        return model.Probability(features.Build().Select(model.First.Card.Columns))[0];
    }
}
