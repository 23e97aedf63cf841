using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Json.Schema;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Loading;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>What editors check the rules files with is what the program reads them by.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Here(), "..", "..", "orchestrations", "Charter"));

    [Fact]
    public void The_committed_schemas_are_those_of_the_records()
    {
        var written = RulesSchemas.All();

        Assert.Equal(
            written.Keys.Order(StringComparer.Ordinal),
            System.IO.Directory.GetFiles(Path.Combine(Folder, "schemas")).Select(path => Path.GetFileName(path).Replace(".schema.json", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(written, each => Assert.Equal(each.Value, File.ReadAllText(Path.Combine(Folder, "schemas", $"{each.Key}.schema.json")).ReplaceLineEndings("\n")));
    }

    [Fact]
    public void Every_rules_file_is_valid_by_its_schema_and_one_with_an_unknown_key_is_not()
    {
        var schemas = RulesSchemas.All().ToDictionary(each => each.Key, each => JsonSchema.FromText(each.Value), StringComparer.Ordinal);
        foreach (var (file, text) in CharterLoader.Texts(Folder))
        {
            var schema = schemas[file.StartsWith("forms/", StringComparison.Ordinal) ? "form" : file[..^".yaml".Length]];
            var node = (JsonObject)RulesDocument.Parse(file, text).Root!;

            var result = schema.Evaluate(System.Text.Json.JsonSerializer.SerializeToElement(node), new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.True(result.IsValid, $"{file}: {string.Join("; ", result.Details?.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation} {string.Join(',', detail.Errors!.Values)}") ?? [])}");

            node["surprise"] = 1;
            Assert.False(schema.Evaluate(System.Text.Json.JsonSerializer.SerializeToElement(node)).IsValid, $"{file}: an unknown key passes.");
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
