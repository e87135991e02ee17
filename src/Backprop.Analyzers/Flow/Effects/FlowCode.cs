using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>What a run may ask of the code around: the bodies of what is called, and whether what is created holds zeros alone.</summary>
internal sealed record FlowCode(Func<IMethodSymbol, IOperation?> Bodies, Func<IOperation, bool> IsZeros, CancellationToken Cancellation);
