using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RegionSud.AiWorkflow.Models;

/// <summary>Ids and keys of model changes.</summary>
public static class ModelChanges
{
    /// <summary>
    /// The id of a change: <c>model-gpt-4o-3f2a9c1b</c>, the same for the same differences of the same model, however often and by whomever they are seen. When a
    /// model goes back and forth, the second time has <c>-2</c> at its end.
    /// </summary>
    public static string IdOf(ModelRecord model, IReadOnlyList<ModelDifference> differences)
    {
        ArgumentNullException.ThrowIfNull(model);
        var text = string.Join('\n', differences.Select(difference => $"{difference.Aspect}\t{difference.From}\t{difference.To}"));
        var id = $"model-{model.Id}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
        var before = model.Changes.Count(change => change.Id == id || change.Id.StartsWith($"{id}-", StringComparison.Ordinal));
        return before == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{before + 1}");
    }

    /// <summary>Key of a change in a case's journal.</summary>
    public static string KeyOf(string changeId) => $"model:{changeId}";
}
