using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>The names that a page may show.</summary>
public static class ShownNames
{
    /// <summary>Per directory id, the person's or the service's name. Who gave only an address, or was erased, is left out: their role is shown alone.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NamesOfAsync(this IPeople people, IEnumerable<string> ids, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(ids);
        var found = await Task.WhenAll(ids.Distinct().Select(id => people.FindAsync(id, cancellation)));
        return found.OfType<Person>().Where(person => person.Name != person.Email).ToDictionary(person => person.Id, person => person.Name);
    }
}
