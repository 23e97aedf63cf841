using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>
/// Models that the region trained to read its forms (Document Intelligence, REST 2024-11-30, <c>GET /documentintelligence/documentModels/{id}</c>), at the resource
/// that reads its scans. A model's reference is its id there; its version is the day it was made, <c>2026-03-01</c>; it expires by itself. One request for each.
/// </summary>
public sealed partial class FormModelSource : IModelSource
{
    private const string ApiVersion = "2024-11-30";
    private const string Scope = "https://cognitiveservices.azure.com/.default";

    private readonly SourceClient client;
    private readonly CharterRules rules;
    private readonly TimeProvider time;

    // Five parameters: where, as whom, how, and what soon means.
    public FormModelSource(Uri endpoint, AzureKeyCredential key, SourceClientOptions options, CharterRules rules, TimeProvider time)
        : this(endpoint, new KeyPolicy(key), options, rules, time)
    {
    }

    public FormModelSource(Uri endpoint, TokenCredential identity, SourceClientOptions options, CharterRules rules, TimeProvider time)
        : this(endpoint, new BearerTokenAuthenticationPolicy(identity, Scope), options, rules, time)
    {
    }

    private FormModelSource(Uri endpoint, HttpPipelinePolicy authentication, SourceClientOptions options, CharterRules rules, TimeProvider time)
    {
        client = new SourceClient(
            endpoint, authentication, options, new SourceWords("Document Intelligence", "Donnez à l’identité de l’application le rôle Utilisateur Cognitive Services, ou renouvelez la clé."));
        (this.rules, this.time) = (rules, time);
    }

    /// <inheritdoc/>
    public string Name => "azure-forms";

    /// <inheritdoc/>
    public Task<IReadOnlyList<SeenModel>> LookAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(watched);
        return client.LookAsync<IReadOnlyList<SeenModel>>(
            async bound =>
            {
                var seen = new List<SeenModel>();
                foreach (var model in watched)
                {
                    var id = model.Watch!.Reference.Trim();
                    if (Id().IsMatch(id) && await client.GetAsync<FormModel>($"/documentintelligence/documentModels/{id}?api-version={ApiVersion}", bound) is { } found)
                        seen.Add(Seen(model, id, found));
                }

                return seen;
            },
            cancellation);
    }

    private SeenModel Seen(ModelRecord model, string id, FormModel found)
    {
        if (found.ModelId != id)
            throw client.Unreadable();
        var soon = found.ExpirationDateTime is { } end && ParisTime.DayOf(end) <= time.ParisToday().AddDays(rules.Models.GuaranteeDays);
        return new SeenModel(model.Id, DateOnly.FromDateTime(found.CreatedDateTime.UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        {
            Findings = soon ? [FindingKind.FormModelExpiring] : [],
        };
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._~-]{1,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    private sealed class KeyPolicy(AzureKeyCredential key) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue("Ocp-Apim-Subscription-Key", key.Key);
    }

    private sealed record FormModel(string? ModelId, DateTimeOffset CreatedDateTime, DateTimeOffset? ExpirationDateTime);
}
