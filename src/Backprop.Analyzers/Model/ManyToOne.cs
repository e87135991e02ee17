using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether nothing but the next step reads a step's values, except for those of the last step: then a gradient from outside of
/// the loop is the last step's, and every other step has only what the step after it sends back. Proved for one forward loop
/// all of whose stores flow into the states, and whose stored values nobody can name but the type's own two passes and code
/// that takes the last of them. By names outside of the passes, which others may have too: that only says no more often.
/// </summary>
internal sealed class ManyToOne
{
    private readonly LoopTransfer forward;
    private readonly TypeDeclarationSyntax type;
    private readonly HashSet<IMethodSymbol> entered;
    private readonly List<SyntaxNode> passes;

    private ManyToOne(BackwardLoop back, LoopTransfer forward, TypeDeclarationSyntax type)
    {
        (this.forward, this.type) = (forward, type);
        entered = new(forward.Entered.Concat(back.Transfer.Entered), SymbolEqualityComparer.Default);
        passes = [forward.Loop.Syntax, back.Transfer.Loop.Syntax, .. entered.SelectMany(method => method.DeclaringSyntaxReferences).Select(reference => reference.GetSyntax())];
    }

    public static bool IsProved(BackwardLoop back) => back.Forward.Loops is [{ Loop: ILoopOperation } forward]
        && back.Transfer.Loop.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>(outer => outer.Span.Contains(forward.Loop.Syntax.Span)) is { } type
        && !type.Modifiers.Any(SyntaxKind.PartialKeyword) && new ManyToOne(back, forward, type).IsProved(back.Forward.Steps);

    private bool IsProved(ForwardSteps steps) => EndInStates() && CallsAreKnown()
        && HeldValue.At(forward).Where(IsComputed).All(held => held.Identity is not { Symbol: ISymbol } || IsOurs(held.Identity.Value, steps))
        && entered.All(method => Mentions(method.Name, type).All(IsInPass));

    private bool IsComputed(HeldValue held) => held.Value.Atoms.Atoms().Any(atom => forward.Atoms.DefinitionOf(atom) is not null || IsState(atom));

    private bool IsState(int atom) => forward.Atoms.PlaceOf(atom) is { } place && forward.Writes.Any(written => place.IsWithin(written) || written.IsWithin(place));

    // Not `total += h[i]`, `y[t] = v * h[i]`: what a step computes is a part of what it hands on.
    private bool EndInStates()
    {
        var ends = new HashSet<Term>(forward.Carries.Select(carry => carry.Written).Distinct()
            .SelectMany(place => forward.Atoms.DeepTerms(forward.AtEnd(place))));
        var parts = ends.Aggregate(Term.One, (all, term) => all.Times(term));
        return forward.Log.Stores.All(store => store.Value.All.All(term => term.IsOne || ends.Contains(term) || term.Only is >= 0 and var atom && parts.Contains(atom)))
            && forward.Writes.All(place => !forward.Atoms.Find(place).HasValue || Carries.Contributions(forward, place).All(ends.Contains));
    }

    // What is called with a step's values is run through, or leaves nothing behind.
    private bool CallsAreKnown() => forward.Log.Results.All(result => IsKnown(result.Call.TargetMethod))
        && forward.Entered.All(method => Body(method) is { } body && body.DescendantNodes().OfType<InvocationExpressionSyntax>().All(call => IsKnown(NameOf(call))));

    private bool IsKnown(IMethodSymbol method) => entered.Contains(method) || IsPlain(method.Name) && !method.IsFromSource();

    private bool IsKnown(string? name) => name is not null && (IsPlain(name) || entered.Any(method => method.Name == name));

    // Math.Tanh, Array.Copy, states.Add
    private static bool IsPlain(string name) => name is "Exp" or "Tanh" or "Max" or "Min" or "Abs" or "Pow" or "Sqrt" or "Clone" or "ToArray" or "Copy" or "CopyTo" or "Add" or "Clear" or "AsSpan";

    private static SyntaxNode? Body(IMethodSymbol method) => method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private bool IsOurs(Identity held, ForwardSteps steps) => held.Symbol switch
    {
        // The last one's value, when the loop is done.
        ILocalSymbol local when Shapes.IsScalar(local.Type) || !IsSequence(local, steps) => true,
        ILocalSymbol local => Scope(local) is { } scope && Mentions(local.Name, scope).All(name => IsInPass(name) || TakesLast(name)),
        ISymbol member => IsHidden(member) && Mentions(member.Name, type).All(name => IsInPass(name) || TakesLast(name)),
        _ => false,
    };

    private bool IsSequence(ILocalSymbol local, ForwardSteps steps) => forward.Log.Stores.Any(store => forward.StepOf(store.Place) is not null || HeldValue.IsAddition(store))
        && (steps.SlotOf(new Identity(local, "")) is not null || forward.Log.Stores.Any(store => forward.StepOf(store.Place) is { } step && Equals(Identity.Of(step, forward), new Identity(local, ""))));

    private static SyntaxNode? Scope(ILocalSymbol local) => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<MemberDeclarationSyntax>();

    // Nobody outside of the type can name it.
    private bool IsHidden(ISymbol member)
    {
        for (var level = member; level is not null and not INamespaceSymbol; level = level.ContainingSymbol)
            if (level.DeclaredAccessibility == Accessibility.Private) return level.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree == type.SyntaxTree && type.Span.Contains(reference.Span));
        return false;
    }

    private static IEnumerable<SimpleNameSyntax> Mentions(string name, SyntaxNode scope) =>
        scope.DescendantNodes().OfType<SimpleNameSyntax>().Where(mention => mention.Identifier.ValueText == name);

    private bool IsInPass(SyntaxNode node) => passes.Any(pass => pass.SyntaxTree == node.SyntaxTree && pass.Span.Contains(node.Span));

    // `h[^1]`, `last.H` of `var last = steps[^1]`, `h.Length`, `h = new double[T][]`, `H = { ... }` of a new object
    private static bool TakesLast(SimpleNameSyntax name)
    {
        if (name.Parent is MemberAccessExpressionSyntax member && member.Name == name && member.Expression is not ThisExpressionSyntax) return IsLast(member.Expression);
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : name;
        return whole.Parent switch
        {
            ElementAccessExpressionSyntax element when element.Expression == whole => IsLast(element),
            MemberAccessExpressionSyntax part => part.Name.Identifier.ValueText is "Length" or "Count",
            AssignmentExpressionSyntax assignment => assignment.Left == whole && assignment.Right is BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or CollectionExpressionSyntax,
            _ => false,
        };
    }

    private static bool IsLast(ExpressionSyntax step) => step switch
    {
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var index }] } element => IsEnd(index, element.Expression),
        IdentifierNameSyntax local => step.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Where(node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ParameterSyntax)
            .Where(node => node.ChildTokens().Any(token => token.ValueText == local.Identifier.ValueText)).ToList() is [VariableDeclaratorSyntax { Initializer.Value: ElementAccessExpressionSyntax taken } declared]
            && IsLast(taken) && !Mentions(local.Identifier.ValueText, declared.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? (SyntaxNode)declared).Any(other => other.Parent is AssignmentExpressionSyntax set && set.Left == other),
        _ => false,
    };

    // ^1, h.Length - 1
    private static bool IsEnd(ExpressionSyntax index, ExpressionSyntax collection) => index switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression, Operand: LiteralExpressionSyntax { Token.ValueText: "1" } } => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" } size, Right: LiteralExpressionSyntax { Token.ValueText: "1" } } =>
            SyntaxFactory.AreEquivalent(size.Expression, collection),
        _ => false,
    };
}
