using System.Text.Json;
using Habitue.Experiments.Assignment;

namespace Habitue.Experiments.Serving;

/// <summary>Writes answers in the words of OpenFeature's remote evaluation protocol.</summary>
internal static class OfrepAnswers
{
    public static byte[] One(Assigned assigned) => Written(json => Write(json, assigned));

    public static byte[] All(IEnumerable<Assigned> all) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("flags");
        foreach (var one in all) Write(json, one);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Error(string? key, string code, string details) => Written(json =>
    {
        ExperimentCounts.Refused(code);
        json.WriteStartObject();
        if (key is not null) json.WriteString("key", key);
        json.WriteString("errorCode", code);
        json.WriteString("errorDetails", details);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Assigned one)
    {
        ExperimentCounts.Evaluated(one);
        json.WriteStartObject();
        json.WriteString("key", one.Experiment.Key);
        json.WritePropertyName("value");
        one.Value.WriteTo(json);
        json.WriteString("reason", Word(one.Reason));
        json.WriteString("variant", one.Variant ?? one.Experiment.Variants[0].Name);
        json.WriteStartObject("metadata");
        json.WriteBoolean("takesPart", one.Variant is not null);
        json.WriteString("why", Why(one.Reason));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Word(AllocationReason reason) => reason switch
    {
        AllocationReason.Split or AllocationReason.Sticky => "SPLIT",
        AllocationReason.Forced => "STATIC",
        AllocationReason.Disabled => "DISABLED",
        _ => "DEFAULT",
    };

    /// <summary>Kept and drawn are one to a site, so that asking again gives the same answer to the letter, and with it the same tag.</summary>
    public static string Why(AllocationReason reason) => reason switch
    {
        AllocationReason.Split or AllocationReason.Sticky => "split",
        AllocationReason.Forced => "forced",
        AllocationReason.Disabled => "disabled",
        AllocationReason.NoId => "no id",
        AllocationReason.NotTargeted => "not targeted",
        AllocationReason.Excluded => "excluded",
        _ => "holdout",
    };

    private static byte[] Written(Action<Utf8JsonWriter> fill)
    {
        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written)) fill(json);
        return written.ToArray();
    }
}
