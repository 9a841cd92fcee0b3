using System.Globalization;
using Habitue.Insights;

namespace Habitue.Stages;

/// <summary>A slice as a stage of the run: it learns anew when the features changed.</summary>
internal static class SliceStage
{
    public static Stage Of(Slice slice) => new(char.ToUpperInvariant(slice.Name[0]) + slice.Name[1..], (state, run) => Do(slice, state, run))
    {
        Prepare = slice.Prepare is not { } prepare ? null : request =>
        {
            if (IsAsked(slice, request)) prepare(request.Chosen);
        },
    };

    private static bool IsAsked(Slice slice, FlowRequest request) => request.Slices is not { } wanted || wanted.Contains(slice.Name);

    private static StageDone Do(Slice slice, FlowState state, StageRun run)
    {
        if (!IsAsked(slice, state.Request)) return new StageDone("not asked for", NothingNew: true);
        var inputs = string.Create(CultureInfo.InvariantCulture, $"{FeaturesStage.Inputs(state)} seed {state.Request.Seed}");
        var work = state.SliceRun(run);
        if (slice.Watches is { } watches) inputs = $"{inputs} {watches(work)}".TrimEnd();
        if (state.Memory.Knows(slice.Name, inputs)) return StageDone.Nothing;
        var done = SliceStates.Train(slice, work);
        state.Memory.Remember(slice.Name, inputs);
        return done;
    }
}
