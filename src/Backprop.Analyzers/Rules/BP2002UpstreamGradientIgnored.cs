using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2002: a step passes on what the later step sent back, and its own upstream gradient never enters. Proved: the carried
/// gradient is a multiple of itself, and starts at zeros, or at one element of the steps' gradients of which no other is read.
/// </summary>
internal sealed class BP2002UpstreamGradientIgnored : IRule
{
    public const string Id = "BP2002";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "The upstream gradient of the step is ignored",
        "Only the gradient from step t+1 enters step t: '{0}' {1}",
        "The state of a step feeds two places, what stands above it and the next step, so its gradient is the sum of both.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var loop in type.BackwardLoops)
        {
            if (IgnoredUpstream.In(loop) is { } ignored)
                report(Diagnostic.Create(Descriptor, ignored.Passed.GetLocation(), Start(ignored), ignored.Carry, Why(ignored)));
        }
    }

    private static IEnumerable<Location> Start(IgnoredUpstream ignored) =>
        ignored.Start is { } start ? new[] { start.GetLocation() } : Array.Empty<Location>();

    private static string Why(IgnoredUpstream ignored) => ignored.Upstream is { Length: 0 } ? "overwrites the upstream gradient of the step before"
        : ignored.Upstream is { } upstream ? $"starts at one element of '{upstream}', and no other is ever added"
        : "starts at zeros, and no upstream gradient is ever added";
}
