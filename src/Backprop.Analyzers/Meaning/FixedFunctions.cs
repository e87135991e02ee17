using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The functions that lie in static members for good: <c>static readonly Func&lt;double, double&gt; Squash = v => ...;</c> is called
/// like a method, and is one. Kept per compilation.
/// </summary>
internal sealed class FixedFunctions(IMethodBodies bodies, FixedValues values)
{
    /// <summary>The lambda or the named method that <c>Squash(z)</c>, or <c>Squash.Invoke(z)</c>, runs; null where that is not known.</summary>
    public IOperation? Of(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } held } && HolderOf(held) is { } holder && Contains(holder)
            ? bodies.InitializerOf(holder)?.WrittenFunction()
            : null;

    /// <summary>The same as a symbol. Of a virtual method, which one runs is another matter.</summary>
    public IMethodSymbol? MethodOf(IInvocationOperation call) => MethodOf(Of(call));

    public static IMethodSymbol? MethodOf(IOperation? function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation { IsVirtual: false, Method: var method } => method,
        _ => null,
    };

    public bool Contains(ISymbol member) => values.Contains(member);

    /// <summary>The static member that is read.</summary>
    public static ISymbol? HolderOf(IOperation held) => held.Inner() switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true } field } => field.OriginalDefinition,
        IPropertyReferenceOperation { Property: { IsStatic: true, IsIndexer: false } property } => property.OriginalDefinition,
        _ => null,
    };
}
