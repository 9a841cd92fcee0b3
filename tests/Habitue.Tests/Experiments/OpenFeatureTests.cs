using System.Diagnostics;
using System.Text.Json;
using Habitue.Experiments;
using Habitue.Server;
using Habitue.Tests.Architecture;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Experiments;

/// <summary>OpenFeature's own SDK for Node with its OFREP provider, against the server.</summary>
public sealed class OpenFeatureTests
{
    [Fact]
    public async Task The_SDK_gets_variants_reasons_and_errors()
    {
        if (!Directory.Exists(Path.Combine(Repository.Folder, "node_modules", "@openfeature", "server-sdk"))) Assert.Skip("OpenFeature's SDK is not there: `npm ci` brings it.");
        var folder = Directory.CreateTempSubdirectory("habitue-openfeature-").FullName;
        File.WriteAllText(Path.Combine(folder, "experiments.yaml"), """
            groups: { staff: [boss] }
            experiments:
              button:
                status: running
                variants: [ { name: red, value: "#f00" }, { name: blue, value: "#00f" } ]
                condition: { id: { $notInGroup: staff } }
                goal: conversion
              banner: { status: running, winner: on, variants: [ { name: off, value: false }, { name: on, value: true } ], goal: conversion }
            """);
        await using (var server = await RunningServer.Start([new ExperimentsModule()], folder: folder))
        {
            var found = Node("openfeature.mjs", server.Client.BaseAddress!.ToString().TrimEnd('/'), server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Read, "shop"));

            JsonElement[] details = [.. found.GetProperty("details").EnumerateArray()];
            Assert.All(details, one => Assert.Equal(("SPLIT", one.GetProperty("variant").GetString() == "red" ? "#f00" : "#00f"), (one.GetProperty("reason").GetString(), one.GetProperty("value").GetString())));
            Assert.InRange(details.Count(one => one.GetProperty("variant").GetString() == "red"), 8, 32); // 20 expected of 40
            Assert.True(found.GetProperty("banner").GetBoolean());
            Assert.Equal(("fallback", "FLAG_NOT_FOUND"), (found.GetProperty("missing").GetProperty("value").GetString(), found.GetProperty("missing").GetProperty("errorCode").GetString()));
            Assert.Equal(("fallback", "TARGETING_KEY_MISSING"), (found.GetProperty("keyless").GetProperty("value").GetString(), found.GetProperty("keyless").GetProperty("errorCode").GetString()));
            Assert.Equal(("#f00", "DEFAULT"), (found.GetProperty("staff").GetProperty("value").GetString(), found.GetProperty("staff").GetProperty("reason").GetString()));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static JsonElement Node(string script, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Folder, "tests", "clients", script), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{output}\n{error.GetAwaiter().GetResult()}");
        return JsonElement.Parse(output);
    }
}
