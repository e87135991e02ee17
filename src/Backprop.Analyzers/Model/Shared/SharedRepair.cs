using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>An implementation to be rewritten: the method's declaration, and the activation whose output form it gets.</summary>
internal readonly record struct RewrittenDerivative(Location Method, string Activation);

/// <summary>A call to be handed the output: its argument, and the output as C# names it there.</summary>
internal readonly record struct RewrittenCall(Location Argument, string Output);

/// <summary>
/// All that has to change for a shared derivative to expect the output. Proved: every implementation in the compilation is the
/// derivative of a known activation that has an output form (or is right of either value), and every call in its code certainly
/// holds the output of what it hands over. Otherwise there is none: half of it would be wrong gradients.
/// </summary>
internal sealed record SharedRepair(ImmutableArray<RewrittenDerivative> Implementations, ImmutableArray<RewrittenCall> Calls)
{
    private const int MostMembers = 60;

    public static SharedRepair? Of(DerivativePair asked, CompilationModel compilation, CancellationToken cancellation)
    {
        var slot = Slot.Of(asked.Derivative);
        return compilation.Pairs.Of(slot, cancellation) is { } pair
            && RewriteAll(pair, slot, compilation) is { IsEmpty: false } implementations
            && CallAll(slot, compilation, cancellation) is { IsEmpty: false } calls
            ? new SharedRepair(implementations, calls)
            : null;
    }

    private static ImmutableArray<RewrittenDerivative>? RewriteAll(DerivativePair pair, IMethodSymbol slot, CompilationModel compilation)
    {
        var known = pair.Implementations.Select(one => (ISymbol)one.Derivative.OriginalDefinition).ToImmutableHashSet(SymbolEqualityComparer.Default);
        if (!compilation.Hierarchy.ImplementationsOf(slot).All(known.Contains)) return null;
        var rewritten = ImmutableArray.CreateBuilder<RewrittenDerivative>();
        foreach (var same in pair.Implementations.GroupBy(one => one.Derivative, SymbolEqualityComparer.Default))
        {
            if (same.Any(one => one.Activation != same.First().Activation)) return null; // one body for several: it hands on
            var one = same.First();
            if (same.Any(held => held.IsHeld || held.Case is not null)) return null;
            if (IsRightOfEither(one)) continue;
            if (one.Activation is not { MayOfferOutputForm: true, Kinks.Count: 0 } activation || Activations.Named(activation.Name) is null || !IsPlain(one)) return null;
            rewritten.Add(new RewrittenDerivative(one.Derivative.DeclaringSyntaxReferences[0].GetSyntax().GetLocation(), activation.Name));
        }

        return rewritten.ToImmutable();
    }

    private static bool IsRightOfEither(PairImplementation one) => one.Meaning.Verdict == PairVerdict.Both;

    // double Slope(double z) with a body of its own
    private static bool IsPlain(PairImplementation one) => one is { Meaning.Verdict: PairVerdict.DerivativeFromInput, Derivative: { Parameters: [var z], DeclaringSyntaxReferences: [var only] } d }
        && z.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single
        && SymbolEqualityComparer.Default.Equals(z.Type, d.ReturnType)
        && only.GetSyntax() is MethodDeclarationSyntax { ContainsDirectives: false };

    private static ImmutableArray<RewrittenCall>? CallAll(IMethodSymbol slot, CompilationModel compilation, CancellationToken cancellation)
    {
        var members = compilation.SharedFacts.Index.Mentioning(slot.Name);
        if (members.Length > MostMembers || IsMentionedElsewhere(slot, compilation, cancellation)) return null;
        var calls = ImmutableArray.CreateBuilder<RewrittenCall>();
        foreach (var member in members)
        {
            if (compilation.Bodies.BodyOf(member) is not { } body) return null;
            if (body.Descendants().OfType<IMethodReferenceOperation>().Any(reference => IsOf(reference.Method, slot))) return null;
            var invocations = body.Descendants().OfType<IInvocationOperation>().Where(call => IsOf(call.TargetMethod, slot)).ToArray();
            if (invocations.Length == 0) continue;
            if (CallsIn(member, body, compilation, cancellation) is not { } rewritten || rewritten.Count < invocations.Length) return null;
            if (!invocations.All(call => rewritten.ContainsKey(call.Syntax))) return null;
            calls.AddRange(invocations.Select(call => rewritten[call.Syntax]));
        }

        return calls.ToImmutable();
    }

    private static Dictionary<SyntaxNode, RewrittenCall>? CallsIn(IMethodSymbol member, IOperation body, CompilationModel compilation, CancellationToken cancellation)
    {
        var type = new TypeModel(member.ContainingType, [new MemberBody(member, ImmutableArray.Create(body))], compilation, cancellation);
        var reach = new SharedReach(type);
        var rewritten = new Dictionary<SyntaxNode, RewrittenCall>();
        foreach (var use in type.SharedDerivatives)
        {
            if (reach.OutputOf(use) is not { IsCertain: true } output || use.Call.Arguments is not [{ Value: { } argument }]) return null;
            rewritten[use.Call.Syntax] = new RewrittenCall(argument.Syntax.GetLocation(), output.Text);
        }

        return rewritten;
    }

    // Func<double, double> slope = new Tanh().Slope; outside of any method
    private static bool IsMentionedElsewhere(IMethodSymbol slot, CompilationModel compilation, CancellationToken cancellation) =>
        TreeWords.Positions(compilation.Compilation.SyntaxTrees, slot.Name).Any(word => word.Tree.GetRoot(cancellation).FindToken(word.Position).Parent is { } node
            && node.FirstAncestorOrSelf<SyntaxNode>(around => around is BaseFieldDeclarationSyntax or GlobalStatementSyntax or AttributeSyntax
                or EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax }) is not null);

    private static bool IsOf(IMethodSymbol method, IMethodSymbol slot) =>
        method.Name == slot.Name && SymbolEqualityComparer.Default.Equals(Slot.Of(method), slot);
}
