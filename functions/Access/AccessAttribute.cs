using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>Who may call an HTTP function. Every one carries it; the gate refuses a function without.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute : Attribute
{
    /// <summary>Only those who hold one of the roles.</summary>
    public AccessAttribute(params Role[] roles) => Roles = roles;

    /// <summary>Anybody, signed in or not: the public register, and task links, whose token is what gives access.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Roles of which one is enough. With none, and not anonymous: any signed-in agent.</summary>
    public IReadOnlyList<Role> Roles { get; }
}
