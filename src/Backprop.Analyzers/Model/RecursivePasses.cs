using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Meaning;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Backward passes without a loop: methods of a type that add up gradients and call themselves for the neighbouring step. What
/// their other callers hand them, and what all steps have in common, is asked of every call in the compilation.
/// </summary>
internal static class RecursivePasses
{
    private const int MostCallers = 30;

    /// <summary>Whether a member may be one, from its text alone.</summary>
    public static bool MayBe(MemberBody body) => body is { Member: IMethodSymbol { MethodKind: MethodKind.Ordinary } method, Blocks: [IBlockOperation block] }
        && TreeWords.Of(block.Syntax.SyntaxTree) is var words && words.AddUp(block.Syntax.Span, CarrySyntax.FewestSums) && words.Mention(WordSet.HashOf(method.Name), block.Syntax.Span);

    public static IEnumerable<Recursion> In(TypeModel type, Func<IOperation, bool> isZeros)
    {
        foreach (var body in type.Bodies)
        {
            if (!MayBe(body) || body.HasErrors || body.Member is not IMethodSymbol method) continue;
            if (Recursion.Of(method, body.Blocks[0]) is { } steps) yield return Completed(steps, type, isZeros);
        }
    }

    /// <summary>The constructors that make the steps, each given the step before.</summary>
    public static IEnumerable<Recursion> Constructions(TypeModel type, StepLink link)
    {
        if (!SymbolEqualityComparer.Default.Equals(link.Member.ContainingType, type.Type)) yield break;
        foreach (var body in type.Bodies)
        {
            if (body is not { Member: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor, HasErrors: false }) continue;
            if (body.Blocks.OfType<IBlockOperation>().FirstOrDefault() is { } block && Recursion.Of(constructor, block, link) is { } steps)
                yield return steps with { Shared = SharedBy(link, type) };
        }
    }

    private static Recursion Completed(Recursion steps, TypeModel type, Func<IOperation, bool> isZeros)
    {
        var calls = Members(type, steps.Method.Name).Where(member => !SymbolEqualityComparer.Default.Equals(member, steps.Method))
            .SelectMany(member => Operations<IInvocationOperation>(type, member))
            .Where(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, steps.Method)).ToList();
        var zeros = steps.Method.Parameters.Where(parameter => calls.Count > 0 && calls.All(call => IsZero(call.Arguments, parameter, isZeros)));
        return steps with { Zeros = steps.Zeros.Union(zeros), Shared = steps.Link is { } link ? SharedBy(link, type) : steps.Shared };
    }

    private static bool IsZero(ImmutableArray<IArgumentOperation> arguments, IParameterSymbol parameter, Func<IOperation, bool> isZeros) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value is { } value && Shapes.ElementType(parameter.Type) is not null
        && value is IArrayCreationOperation or IObjectCreationOperation or IInvocationOperation && isZeros(value);

    // A field that the constructor sets to what it is handed, where every `new` hands it the same thing for all steps.
    private static ImmutableHashSet<ISymbol> SharedBy(StepLink link, TypeModel type)
    {
        var shared = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);
        if (link.Member.ContainingType is not { InstanceConstructors: [{ Parameters.IsEmpty: false } constructor] } steps) return shared;
        if (type.Compilation.Bodies.BodyOf(constructor) is not { } body) return shared;
        var made = Members(type, steps.Name).SelectMany(member => Operations<IObjectCreationOperation>(type, member))
            .Where(creation => SymbolEqualityComparer.Default.Equals(creation.Constructor?.OriginalDefinition, constructor)).ToList();
        if (made.Count == 0) return shared;
        foreach (var set in body.Descendants().OfType<ISimpleAssignmentOperation>())
        {
            if (set is { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: var member }, Value: IParameterReferenceOperation { Parameter: var handed } }
                && made.All(creation => IsTheSame(creation, handed))) shared = shared.Add(member);
        }

        return shared;
    }

    // A variable or own field from outside of the loop around, that nothing in it sets.
    private static bool IsTheSame(IObjectCreationOperation creation, IParameterSymbol handed)
    {
        var value = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == handed.Ordinal)?.Value;
        ISymbol? symbol = value switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
            _ => null,
        };
        var loop = Around(creation);
        if (symbol is null || loop is null && symbol is not IFieldSymbol) return false;
        var region = loop ?? creation.Root();
        return !symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == region.Syntax.SyntaxTree && region.Syntax.Span.Contains(reference.Span))
            && !region.Descendants().Any(operation => operation is IAssignmentOperation set && SymbolEqualityComparer.Default.Equals(set.Target.Named(), symbol));
    }

    private static IOperation? Around(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILoopOperation or IAnonymousFunctionOperation) return outer;
        return null;
    }

    private static IEnumerable<IMethodSymbol> Members(TypeModel type, string name) =>
        type.Compilation.SharedFacts.Index.Mentioning(name) is { Length: <= MostCallers } few ? few : ImmutableArray<IMethodSymbol>.Empty;

    private static IEnumerable<TOperation> Operations<TOperation>(TypeModel type, IMethodSymbol member) where TOperation : IOperation =>
        type.Compilation.Bodies.BodyOf(member)?.Descendants().OfType<TOperation>() ?? Enumerable.Empty<TOperation>();
}
