using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Learning.Neural;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Neural;

/// <summary>
/// Thirty steps of Adam from given weights, rows in order, beside those that scikit-learn does (tests/reference/neural.py; the file names the versions).
/// </summary>
public sealed class ScikitLearnStepsTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "neural.json"))).RootElement;

    public static TheoryData<string> Names => [.. Root.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_losses_and_answers_are_those_of_scikit_learn(string name)
    {
        var its = Root.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        var x = Matrix.OfRows(["a", "b", "c", "d", "e"], [.. Root.GetProperty("rows").EnumerateArray().Select(Floats)]);
        var targets = Floats(its.GetProperty("targets"));
        var (answers, losses) = (its.GetProperty("answers"), Doubles(its.GetProperty("losses")));
        var loss = name.Split(' ')[0] switch { "logistic" => Loss.Logistic, "softmax" => Loss.Softmax, _ => Loss.Squared };
        var outputs = loss == Loss.Softmax ? answers[0].GetArrayLength() : 1;
        var activation = its.GetProperty("activation").GetString() == "tanh" ? Activation.Tanh : Activation.Relu;
        var network = new Network(new Layout([x.Columns.Count, .. its.GetProperty("hidden").EnumerateArray().Select(units => units.GetInt32()), outputs]), activation);
        network.Layout.Unpack(Floats(its.GetProperty("start")), network.Weights.Values);
        var recipe = new MultilayerPerceptron { BatchRows = Root.GetProperty("batch").GetInt32(), LearningRate = Root.GetProperty("rate").GetDouble(), WeightDecay = its.GetProperty("alpha").GetDouble() };
        using var steps = new Trainer.Steps(new Trainer(recipe, network, loss), new Labeled(x, [.. targets.Select(target => (double)target)]), targets, [.. Enumerable.Range(0, x.Rows)], twoThreads: false);

        for (var epoch = 0; epoch < losses.Length; epoch++) Assert.Equal(losses[epoch], steps.Epoch(CancellationToken.None), 2e-6);

        var weights = network.Layout.Pack(network.Weights.Values);
        Iris.Near(Doubles(its.GetProperty("end")), Iris.Doubles(weights), 2e-5);
        network.Outputs(x, (row, found) =>
        {
            if (row >= answers.GetArrayLength()) return;
            var expected = Doubles(answers[row]);
            if (loss == Loss.Squared)
            {
                Assert.Equal(expected[0], found[0], 1e-5);
                return;
            }

            var shares = new float[expected.Length];
            if (loss == Loss.Softmax) Loss.Shares(found, shares);
            else Loss.Shares([0, found[0]], shares);
            Iris.Near(expected, Iris.Doubles(shares), 1e-5);
        });
    }

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetSingle())];

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetDouble())];
}
