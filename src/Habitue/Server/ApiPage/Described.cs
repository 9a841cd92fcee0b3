using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace Habitue.Server.ApiPage;

/// <summary>What the description of an address says beyond what its code shows: those that read their requests themselves show nothing.</summary>
internal static class Described
{
    /// <summary>An example of the body; the page begins with it.</summary>
    public static T WithBody<T>(this T endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string example, string type = "application/json") where T : IEndpointConventionBuilder =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Example = JsonNode.Parse(example) } } };
            return Task.CompletedTask;
        });

    /// <summary>A text that may stand in the address after the question mark.</summary>
    public static T WithQuery<T>(this T endpoint, string name, string about, bool isRequired = false) where T : IEndpointConventionBuilder =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = about, Required = isRequired, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });
}
