using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Gdpr;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Scores;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>
/// The JSON schemas that editors check the rules files with, drawn from the records that read them: the two cannot differ. The committed
/// ones are written by <c>charter schemas</c>.
/// </summary>
public static class RulesSchemas
{
    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["ai-act"] = typeof(AiActRules),
        ["clauses"] = typeof(ClauseRules),
        ["delays"] = typeof(Delays),
        ["documents"] = typeof(DocumentRules),
        ["duties"] = typeof(DutyRules),
        ["form"] = typeof(WrittenForm),
        ["gates"] = typeof(GateRules),
        ["gdpr"] = typeof(GdprRules),
        ["incidents"] = typeof(IncidentRules),
        ["intake"] = typeof(IntakeRules),
        ["legal-calendar"] = typeof(LegalCalendar),
        ["mail"] = typeof(MailRules),
        ["models"] = typeof(ModelRules),
        ["roles"] = typeof(RoleDirectory),
        ["scores"] = typeof(ScoreRules),
        ["tasks"] = typeof(TaskFile),
        ["weights"] = typeof(Weights),
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every schema, as the text of its file, per name without extension.</summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        var summaries = Summaries();
        return Types.ToDictionary(each => each.Key, each => SchemaOf(each.Value, summaries).ToJsonString(Indented) + "\n", StringComparer.Ordinal);
    }

    private static JsonObject SchemaOf(Type type, Dictionary<string, string> summaries)
    {
        var exported = RulesDocument.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Described(context, node, summaries),
        });
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach (var (key, value) in exported.AsObject().ToList())
        {
            exported.AsObject().Remove(key);
            schema[key] = value;
        }

        return schema;
    }

    // An editor shows the comment of the property that a key fills.
    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode node, Dictionary<string, string> summaries)
    {
        if (node is JsonObject schema && context.PropertyInfo is { } property
            && summaries.GetValueOrDefault($"P:{property.DeclaringType.FullName}.{char.ToUpperInvariant(property.Name[0])}{property.Name[1..]}") is { } summary)
            schema["description"] = summary;
        return node;
    }

    private static Dictionary<string, string> Summaries()
    {
        var file = Path.ChangeExtension(typeof(RulesSchemas).Assembly.Location, ".xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").Where(member => member.Element("summary") is not null).ToDictionary(
                member => (string)member.Attribute("name")!,
                member => string.Join(' ', Words(member.Element("summary")!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                StringComparer.Ordinal)
            : [];
    }

    private static string Words(XElement summary) => string.Concat(summary.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => ((string)see.Attribute("cref")!).Split('.')[^1],
        XElement other => other.Value,
        _ => "",
    }));
}
