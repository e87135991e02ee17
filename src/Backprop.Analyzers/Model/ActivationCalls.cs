using System.Collections.Concurrent;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Which methods may evaluate something costly, themselves or through what they call. A member that calls none has no
/// activation in it and is not walked. Decides no report. Kept per compilation.
/// </summary>
internal sealed class ActivationCalls(Gate gate, IMethodBodies bodies, Hierarchy hierarchy, FixedFunctions functions)
{
    private const int LongestFormula = 2_000;
    private const int DeepestHelper = 3;
    private const int Found = -1;

    /// <summary>The costly functions of the libraries, without what leads to them.</summary>
    public static readonly WordSet Library = new(CostlyNames.All);

    // Found, or the depth from which on nothing was.
    private readonly ConcurrentDictionary<ISymbol, int> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> mentioned = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> evaluating = new(SymbolEqualityComparer.Default);

    public bool AnyIn(MemberBody body) => gate.MayActivate(body) && body.Calls.Exists(IsOne);

    /// <summary>True where a member calls something that evaluates, or is called like what does: a word alone may be a variable's.</summary>
    public bool AnyNamedIn(MemberBody body)
    {
        if (!gate.MayActivate(body)) return false;
        foreach (var operation in body.Calls)
            if (IsNamed(operation, body) || IsOne(operation)) return true;
        return false;
    }

    private bool IsNamed(IOperation operation, MemberBody body) => operation switch
    {
        IInvocationOperation call => gate.IsCostlyName(call.TargetMethod.Name) || SourcePairs.SourceOf(call, body) is { } source && gate.IsCostlyName(source.Name),
        IMethodReferenceOperation reference => gate.IsCostlyName(reference.Method.Name),
        _ => false,
    };

    /// <summary>
    /// True where something costly is called twice, or in a function that may be called from two places, or by a helper of what
    /// another object holds, which may have been activated there.
    /// </summary>
    public bool AreRepeatedIn(IEnumerable<MemberBody> activating)
    {
        var found = 0;
        foreach (var body in activating)
            foreach (var call in body.Calls)
                if (IsOne(call) && ((found += IsInFunction(call.Syntax) ? 2 : 1) > 1 || IsOfAnother(call))) return true;
        return false;
    }

    // Slope(cell.gate.Net)
    private static bool IsOfAnother(IOperation call) => call is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false, Arguments: [var only] }
        && only.Value.Inner() is IMemberReferenceOperation { Instance: { } holder } and not IMethodReferenceOperation && holder is not IInstanceReferenceOperation;

    private static bool IsInFunction(SyntaxNode? node) =>
        node?.FirstAncestorOrSelf<SyntaxNode>(outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
            is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>True for a call, or a function handed over, that may evaluate something costly.</summary>
    public bool IsOne(IOperation operation) =>
        Called(operation) is { } method && (MayEvaluate(method) || operation is IInvocationOperation call && PowerOfE.Is(call));

    // Of a virtual method, one's own that nobody overrides: Rise(v) => At(v) * (1 - At(v)) in a class that overrides both.
    private IMethodSymbol? Called(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => functions.MethodOf(call),
        IInvocationOperation { IsVirtual: false } call => call.TargetMethod,
        IInvocationOperation { Instance: IInstanceReferenceOperation } call when !hierarchy.IsOpen(call.TargetMethod) => call.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };

    /// <summary>
    /// True where a member may leave an activation's output behind, though it need not call one itself: an open method, a
    /// function that is held, or something that fills what it is handed may.
    /// </summary>
    public bool MayBeLeftBy(MemberBody body) => body.Calls.Exists(operation => IsOne(operation) || operation is IInvocationOperation call
        && (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            || call.IsVirtual && gate.IsCostlyName(call.TargetMethod.Name)
            || call.TargetMethod.ReturnsVoid && Mentions(call.TargetMethod)));

    /// <summary>True where a method, or something that a call of it may run, may evaluate something costly.</summary>
    public bool Evaluates(IMethodSymbol method) => evaluating.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, one => one is IMethodSymbol { } declared
        && (declared.IsAbstract || declared.IsVirtual || declared.IsOverride ? AnyOf(declared, 0) : MayEvaluate(declared, 0)));

    // What a call of an open method may run.
    private bool AnyOf(IMethodSymbol open, int depth) => hierarchy.ConcreteTypesOf(open.ContainingType)
        .Any(type => IsMentionedIn(type) && Slot.In(type, open) is { } body && MayEvaluate(body.OriginalDefinition, depth));

    /// <summary>True for the name of something that leads to a costly function.</summary>
    public bool IsCostlyName(string name) => gate.IsCostlyName(name);

    /// <summary>By the text of a type, and of those that it derives from.</summary>
    public bool IsMentionedIn(INamedTypeSymbol type) => mentioned.TryGetValue(type, out var known) ? known : mentioned.GetOrAdd(type, MentionIn);

    private bool MentionIn(INamedTypeSymbol type)
    {
        foreach (var one in Hierarchy.SelfAndBases(type))
            foreach (var reference in one.DeclaringSyntaxReferences)
                if (gate.MayActivate(reference.SyntaxTree, reference.Span)) return true;
        return false;
    }

    private bool Mentions(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
            if (reference.Span.Length < LongestFormula && gate.MayActivate(reference.SyntaxTree, reference.Span)) return true;
        return false;
    }

    // Math.Exp(-z), behind the method's own name: one's own method of that name may be taken for it.
    private static bool CallsLibrary(IMethodSymbol method) => method.Locations is [{ SourceTree: { } tree, SourceSpan.End: var name }]
        && method.DeclaringSyntaxReferences is [{ Span: var declared }] && declared.Contains(name)
        && TreeWords.Of(tree).Call(Library, TextSpan.FromBounds(name, declared.End));

    private bool MayEvaluate(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty
        ? CostlyNames.Contains(method.Name)
        : Shape.IsNumeric(method.ReturnType) && MayEvaluate(method, 0);

    // The text first, and of what calls a library's function nothing else; then what is called: in a large library any name
    // leads to something.
    private bool MayEvaluate(IMethodSymbol method, int depth)
    {
        // What was not found so deep may be found from nearer.
        if (known.TryGetValue(method, out var lowest) && depth >= lowest) return lowest == Found;
        var answer = Mentions(method) && (depth >= DeepestHelper || CallsLibrary(method) || bodies.BodyOf(method) is not { } body
            || OperationParts.Exists(body, operation => CallsOne(operation, depth + 1)));
        known[method] = answer ? Found : depth;
        return answer;
    }

    private bool CallsOne(IOperation operation, int depth) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => true,
        IInvocationOperation { IsVirtual: true } call => gate.IsCostlyName(call.TargetMethod.Name)
            && (call.TargetMethod.DeclaringSyntaxReferences.IsEmpty || AnyOf(call.TargetMethod.OriginalDefinition, depth)),
        IInvocationOperation call => PowerOfE.Is(call) || Leads(call.TargetMethod, depth),
        IMethodReferenceOperation reference => Leads(reference.Method, depth),
        _ => false,
    };

    private bool Leads(IMethodSymbol method, int depth) =>
        method.DeclaringSyntaxReferences.IsEmpty ? CostlyNames.Contains(method.Name) : MayEvaluate(method.OriginalDefinition, depth);
}
